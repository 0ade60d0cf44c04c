//! Offer: what was read, held against the room that it is for, before anything is changed.

use std::collections::HashMap;

use shared::backlog::Backlog;
use shared::command::TopicDraft;
use shared::decide::{self, Import, Imported};
use shared::deck::Deck;
use shared::ids::TopicId;
use shared::record::PastRound;
use shared::rejection::Rejection;
use shared::settings::Setting;
use shared::topic::Topic;

use crate::document::Document;
use crate::import::preview::{Column, Draft, NotAList, Use};
use crate::import::read;

/// What would come into a room, and what would not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offer {
    /// What it was taken for, in a sentence.
    pub found: String,
    /// What each column is taken for; none where there are no columns.
    pub columns: Vec<Column>,
    pub topics: Vec<Imported>,
    pub refused: Vec<Refused>,
    /// Rounds of another room; what each is about counts `topics` from 1.
    pub rounds: Vec<PastRound>,
    /// The deck and the house rules of another room.
    pub house: Option<(Deck, Vec<Setting>)>,
}

/// A line that cannot be taken, and why, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Counted from 1.
    pub line: usize,
    pub reason: String,
    /// Its beginning.
    pub text: String,
}

/// What somebody wants of an offer, beside the topics that are new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// To bring up to date what is in the list already.
    pub update: bool,
    /// The rounds that came with it.
    pub rounds: bool,
    /// The deck and the house rules that came with it.
    pub house: bool,
}

/// The keys of a list, by which topics that are read are known again.
pub type Keys = HashMap<String, TopicId>;

/// The keys of that list; of several topics with one key the first has it.
pub fn keys(backlog: &Backlog) -> Keys {
    let keyed = backlog.topics().filter(|(_, topic)| !topic.key.as_str().is_empty());
    let mut keys = Keys::new();
    for (id, topic) in keyed {
        keys.entry(topic.key.as_str().to_owned()).or_insert(id);
    }
    keys
}

impl Offer {
    /// Reads a list, of another tool or of another room. `uses` says what its columns are for, if somebody has said so.
    ///
    /// # Errors
    ///
    /// What it is instead, in a sentence.
    pub fn read(bytes: &[u8], uses: Option<&[Use]>, keys: &Keys) -> Result<Self, String> {
        match read(bytes, uses) {
            Ok(preview) => {
                let mut offer = Self { found: preview.found.to_string(), columns: preview.columns, ..Self::default() };
                let refused = |line, reason, text| Refused { line, reason, text };
                offer.refused = preview
                    .refused
                    .into_iter()
                    .map(|it| refused(it.line, format!("It is left out: {}", it.reason), it.text))
                    .collect();
                for line in preview.topics {
                    match topic(&line.draft) {
                        Ok(topic) => offer.topics.push(imported(topic, keys)),
                        Err(rejection) => {
                            offer.refused.push(refused(line.line, rejection.sentence(), line.draft.title));
                        }
                    }
                }
                offer.refused.sort_by_key(|refused| refused.line);
                Ok(offer)
            }
            Err(NotAList::OurOwn) => Self::read_our_own(bytes, keys),
            Err(not_a_list) => Err(not_a_list.to_string()),
        }
    }

    fn read_our_own(bytes: &[u8], keys: &Keys) -> Result<Self, String> {
        let json = str::from_utf8(bytes).map_err(|_| "This file is not in UTF-8, as rooms are written.".to_owned())?;
        let document = Document::from_json(json).map_err(|error| error.to_string())?;
        let (name, deck, import) = document.into_import().map_err(|error| error.to_string())?;
        let name = Some(name.as_str()).filter(|name| !name.is_empty());
        Ok(Self {
            found: name.map_or("A room of Team Poker".to_owned(), |name| format!("The room “{name}” of Team Poker")),
            topics: import.topics.into_iter().map(|read| imported(read.topic, keys)).collect(),
            rounds: import.rounds,
            house: Some((deck, import.settings)),
            ..Self::default()
        })
    }

    /// How many topics are new, and how many are in the list already.
    pub fn counts(&self) -> (usize, usize) {
        let updates = self.topics.iter().filter(|topic| topic.into.is_some()).count();
        (self.topics.len() - updates, updates)
    }

    /// What comes into the room of it. Without updates, the rounds of what is there already do not come either.
    pub fn import(self, choice: Choice) -> Import {
        let mut places = HashMap::new();
        let mut topics = vec![];
        for (number, topic) in (1..).map(TopicId).zip(self.topics) {
            if choice.update || topic.into.is_none() {
                topics.push(topic);
                places.insert(number, TopicId(u32::try_from(topics.len()).unwrap_or(u32::MAX)));
            }
        }
        let of_these = |round: PastRound| match round.topic {
            None => Some(round),
            Some(number) => places.get(&number).map(|&place| PastRound { topic: Some(place), ..round }),
        };
        let rounds = if choice.rounds { self.rounds } else { vec![] };
        let (deck, settings) = self.house.filter(|_| choice.house).unzip();
        Import {
            topics,
            rounds: rounds.into_iter().filter_map(of_these).collect(),
            deck,
            settings: settings.unwrap_or_default(),
        }
    }
}

fn imported(topic: Topic, keys: &Keys) -> Imported {
    let into = keys.get(topic.key.as_str()).copied();
    Imported { topic, into }
}

/// The topic of a draft, if it may stand on a table.
fn topic(draft: &Draft) -> Result<Topic, Rejection> {
    let Draft { title, key, link, notes, estimate } = draft.clone();
    decide::topic(&TopicDraft { title, key, link, notes, estimate })
}

#[cfg(test)]
mod tests {
    use shared::apply::apply;
    use shared::room::Room;
    use shared::text::RoomName;

    use super::*;

    fn opened(import: &Import) -> Room {
        let mut room = Room::default();
        let events = decide::open(RoomName::default(), Deck::parse("1, 2, 3, 5").unwrap(), import).unwrap();
        events.iter().for_each(|event| apply(&mut room, event));
        room
    }

    fn titles(import: &Import) -> Vec<&str> {
        import.topics.iter().map(|imported| imported.topic.title.as_str()).collect()
    }

    #[test]
    fn b7_what_is_there_by_the_same_key_is_an_update_and_all_else_is_new() {
        let first = Offer::read(b"Summary,Issue key\nLog in,TEAM-1\nLog out,TEAM-2\n", None, &Keys::new()).unwrap();
        assert_eq!(first.counts(), (2, 0));
        let room = opened(&first.import(Choice::default()));
        let again = b"Summary,Issue key\nLog in now,TEAM-1\nExport,TEAM-3\n";
        let offer = Offer::read(again, None, &keys(room.backlog())).unwrap();
        assert_eq!(offer.counts(), (1, 1));
        assert_eq!(titles(&offer.clone().import(Choice::default())), ["Export"]);
        let all = offer.import(Choice { update: true, ..Choice::default() });
        assert_eq!((titles(&all), all.topics[0].into), (vec!["Log in now", "Export"], Some(TopicId(1))));
    }

    #[test]
    fn b7_what_may_not_stand_on_a_table_is_refused_with_its_line_and_its_reason() {
        let csv = b"Title,Link\nGood,https://example.org\nBad,javascript:alert(1)\n,https://example.org/x\n";
        let offer = Offer::read(csv, None, &Keys::new()).unwrap();
        assert_eq!(offer.counts(), (1, 0));
        assert_eq!(
            (offer.refused[0].line, offer.refused[0].reason.as_str()),
            (3, Rejection::LinkNotOfTheWeb.sentence().as_str())
        );
        assert_eq!((offer.refused.len(), offer.refused[1].line), (2, 4));
    }

    #[test]
    fn b7_a_room_of_ours_brings_its_rounds_and_its_house_if_that_is_meant() {
        let json = r#"{"format":"team-poker","version":1,"name":"Team","deck":"S, M","settings":{"figure":"mode"},
            "topics":[{"title":"A","key":"K-1"},{"title":"B"}],"people":["Ada"],
            "rounds":[{"topic":1,"cards":[{"person":1,"card":"M"}]},{"topic":2,"cards":[{"person":1,"card":"S"}]}]}"#;
        let offer = Offer::read(json.as_bytes(), None, &Keys::new()).unwrap();
        assert_eq!(
            (offer.found.as_str(), offer.counts(), offer.rounds.len()),
            ("The room “Team” of Team Poker", (2, 0), 2)
        );
        let all = Choice { update: true, rounds: true, house: true };
        let import = offer.clone().import(all);
        assert_eq!((import.rounds.len(), import.deck.unwrap().to_line().as_str()), (2, "S, M"));
        assert!(!import.settings.is_empty());
        assert_eq!(offer.import(Choice::default()).rounds, []);
        // The first is there already: only the second comes, with its own round.
        let known = Keys::from([("K-1".to_owned(), TopicId(9))]);
        let offer = Offer::read(json.as_bytes(), None, &known).unwrap();
        let import = offer.import(Choice { rounds: true, ..Choice::default() });
        assert_eq!((titles(&import), import.rounds.len(), import.rounds[0].topic), (vec!["B"], 1, Some(TopicId(1))));
    }

    #[test]
    fn b7_what_is_no_list_is_named() {
        let problem = Offer::read(b"%PDF-1.7 x", None, &Keys::new()).unwrap_err();
        assert!(problem.contains("PDF"), "{problem}");
        let newer = br#"{"format":"team-poker","version":99}"#;
        assert!(Offer::read(newer, None, &Keys::new()).unwrap_err().contains("newer version"));
    }
}
