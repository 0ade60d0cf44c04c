//! News: what others did to the table, in a sentence for the page and the live region.

use shared::event::RoomEvent;
use shared::ids::ParticipantId;
use shared::settings::{AfterReveal, Deed, Door, Names, Setting, Throwing, TimeUp, Who};

use super::known::Known;
use super::name::in_sentence;
use super::summary::figure_name;

/// What happened, in a sentence; none if it is not news, or is told in another way.
pub fn news_words(event: &RoomEvent, known: &Known) -> Option<String> {
    let name = |who: ParticipantId| Some(in_sentence(known.room.nickname(who)?.as_str()));
    let is_me = |who: &ParticipantId| known.me == Some(*who);
    let by = |who: &ParticipantId| if is_me(who) { Some("You".to_owned()) } else { name(*who) };
    Some(match event {
        RoomEvent::ModeratorAppointed { who } if is_me(who) => "You are moderator now.".to_owned(),
        RoomEvent::ModeratorAppointed { who } => format!("{} is moderator now.", name(*who)?),
        RoomEvent::ModeratorDismissed { who } if is_me(who) => "You are no longer moderator.".to_owned(),
        RoomEvent::ModeratorDismissed { who } => format!("{} is no longer moderator.", name(*who)?),
        RoomEvent::SettingChanged { by: who, setting } if is_me(who) => format!("You {}.", setting_words(*setting, "")),
        RoomEvent::SettingChanged { by: who, setting } => format!("{} {}.", name(*who)?, setting_words(*setting, "s")),
        RoomEvent::DeckChanged { by: who, .. } => format!("{} changed the deck.", by(who)?),
        RoomEvent::Knocked { nickname, .. } => format!("{} knocks.", in_sentence(nickname.as_str())),
        RoomEvent::Admitted { who } if is_me(who) => "You were let in.".to_owned(),
        RoomEvent::Admitted { who } => format!("{} was let in.", name(*who)?),
        RoomEvent::OpenCardChanged { who, .. } if !is_me(who) => format!("{} changed their card.", name(*who)?),
        _ => return None,
    })
}

/// What somebody did who changed that house rule to that; `s` is the ending of what they do.
fn setting_words(setting: Setting, s: &str) -> String {
    match setting {
        Setting::Figure(figure) => {
            format!("changed the number that counts: {}", figure_name(figure).to_ascii_lowercase())
        }
        Setting::Confidence(true) => format!("now ask{s} how sure one is"),
        Setting::Confidence(false) => format!("no longer ask{s} how sure one is"),
        Setting::May { deed, who } => {
            let who = match who {
                Who::Moderators => "only moderators",
                Who::Everyone => "everyone",
            };
            let deed = match deed {
                Deed::Reveal => "reveal",
                Deed::GoOn => "go on to the next round",
                Deed::NameTopic => "keep the list of topics",
                Deed::ChangeSettings => "change the house rules",
            };
            format!("let{s} {who} {deed}")
        }
        Setting::AfterReveal(AfterReveal::Locked) => "locked cards after the reveal".to_owned(),
        Setting::AfterReveal(AfterReveal::MayChange) => format!("let{s} cards change after the reveal"),
        Setting::Names(Names::Shown) => format!("let{s} the result say who played what, from the next round on"),
        Setting::Names(Names::Anonymous) => "made the result anonymous".to_owned(),
        Setting::AutoReveal(true) => format!("let{s} cards turn when everybody has played"),
        Setting::AutoReveal(false) => format!("let{s} cards wait for Reveal"),
        Setting::TimeUp(TimeUp::Tell) => format!("keep{s} cards face down when time is up"),
        Setting::TimeUp(TimeUp::Reveal) => format!("let{s} cards turn when time is up"),
        Setting::Door(Door::Open) => "opened the door".to_owned(),
        Setting::Door(Door::Locked) => "locked the door".to_owned(),
        Setting::Throwing(Throwing::Allowed) => format!("let{s} things be thrown"),
        Setting::Throwing(Throwing::Off) => format!("let{s} nothing be thrown"),
    }
}

#[cfg(test)]
mod tests {
    use shared::settings::Figure;

    use super::super::known::tests::known;
    use super::super::model::tests::table;
    use super::*;

    const ADA: ParticipantId = ParticipantId(2);
    const BOB: ParticipantId = ParticipantId(3);

    #[test]
    fn h2_everyone_is_told_who_changed_what() {
        let known = known(table(&["Ada", "Bob"]), Some(ADA), &[]);
        let changed = |by, setting| news_words(&RoomEvent::SettingChanged { by, setting }, &known).unwrap();
        assert_eq!(changed(BOB, Setting::Figure(Figure::Mean)), "Bob changed the number that counts: mean.");
        assert_eq!(changed(ADA, Setting::Door(Door::Locked)), "You locked the door.");
        let may = Setting::May { deed: Deed::Reveal, who: Who::Everyone };
        assert_eq!(changed(BOB, may), "Bob lets everyone reveal.");
        assert_eq!(changed(ADA, may), "You let everyone reveal.");
        assert_eq!(changed(BOB, Setting::AutoReveal(true)), "Bob lets cards turn when everybody has played.");
    }

    #[test]
    fn m3_m4_everyone_is_told_who_is_moderator() {
        let known = known(table(&["Ada", "Bob"]), Some(ADA), &[]);
        let words = |event| news_words(&event, &known).unwrap();
        assert_eq!(words(RoomEvent::ModeratorAppointed { who: ADA }), "You are moderator now.");
        assert_eq!(words(RoomEvent::ModeratorAppointed { who: BOB }), "Bob is moderator now.");
        assert_eq!(words(RoomEvent::ModeratorDismissed { who: BOB }), "Bob is no longer moderator.");
    }
}
