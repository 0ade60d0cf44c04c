//! Deed: what a command would do, in words by which it is found again in the log.

use shared::card::CardIndex;
use shared::command::Command;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoundNumber};
use shared::round::Vote;
use shared::topic::TopicChange;

/// One thing done, by whom and when. Players ask for nothing twice, such as the same card in one round; so each deed is in
/// the log once or not at all, whatever was cut off in between.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    Vote { who: ParticipantId, round: RoundNumber, card: CardIndex },
    TakeBack { who: ParticipantId, round: RoundNumber },
    Confidence { who: ParticipantId, round: RoundNumber },
    Reason { who: ParticipantId, reason: String },
    Reveal { round: RoundNumber },
    Start { round: RoundNumber },
    Topic { title: String },
    Join { nickname: String },
    Leave { who: ParticipantId },
    Rename { who: ParticipantId, nickname: String },
    Remove { who: ParticipantId },
}

impl Deed {
    /// What that asks for, if it is to be found in the log. Titles and nicknames are to be such that the program keeps
    /// them as they are.
    pub fn of_command(command: &Command, asker: Option<ParticipantId>) -> Option<Self> {
        Some(match command.clone() {
            Command::Vote { round, card } => Self::Vote { who: asker?, round, card },
            Command::TakeBack { round } => Self::TakeBack { who: asker?, round },
            Command::SetConfidence { round, .. } => Self::Confidence { who: asker?, round },
            Command::GiveReason { reason, .. } => Self::Reason { who: asker?, reason },
            // Before the first round there is nothing to reveal: it asks for an answer and nothing else.
            Command::Reveal { round } if round >= RoundNumber::FIRST => Self::Reveal { round },
            Command::NextRound { after, .. } => Self::Start { round: after.next() },
            Command::SetTopic { title } => Self::Topic { title },
            Command::Join { nickname, .. } => Self::Join { nickname },
            Command::Leave => Self::Leave { who: asker? },
            Command::Rename { nickname } => Self::Rename { who: asker?, nickname },
            Command::Remove { who } => Self::Remove { who },
            _ => return None,
        })
    }

    /// What was done by that event, which happened in that round, if it is one of these.
    pub fn of_event(event: &RoomEvent, round: RoundNumber) -> Option<Self> {
        Some(match event.clone() {
            RoomEvent::Voted { who, vote: Vote::Card(card) }
            | RoomEvent::VoteChanged { who, vote: Vote::Card(card) } => Self::Vote { who, round, card },
            RoomEvent::VoteTakenBack { who } => Self::TakeBack { who, round },
            RoomEvent::ConfidenceSet { who, .. } => Self::Confidence { who, round },
            RoomEvent::ReasonGiven { who, reason } => Self::Reason { who, reason: reason.as_str().to_owned() },
            RoomEvent::Revealed { .. } | RoomEvent::CardsRevealed { .. } => Self::Reveal { round },
            RoomEvent::RoundStarted { round } => Self::Start { round },
            RoomEvent::TopicsAdded { topics } => Self::Topic { title: topics.first()?.1.title.as_str().to_owned() },
            RoomEvent::TopicChanged { change: TopicChange::Title(title), .. } => {
                Self::Topic { title: title.as_str().to_owned() }
            }
            RoomEvent::Joined { nickname, .. } => Self::Join { nickname: nickname.as_str().to_owned() },
            RoomEvent::Left { who } => Self::Leave { who },
            RoomEvent::Renamed { who, nickname } => Self::Rename { who, nickname: nickname.as_str().to_owned() },
            RoomEvent::Removed { who } => Self::Remove { who },
            _ => return None,
        })
    }
}
