//! Who is outside, as it is drawn for those who can let them in.

use shared::ids::ParticipantId;
use shared::room::{Outside, Role, Room};

/// Everyone who is outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoorView {
    pub knocking: Vec<OutsiderView>,
    pub sent_away: Vec<OutsiderView>,
}

/// Somebody who is outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsiderView {
    pub who: ParticipantId,
    pub nickname: String,
    pub role: Role,
}

impl DoorView {
    pub fn of(room: &Room) -> Self {
        let those = |why| {
            let outside = room.outside().filter(move |(_, outsider)| outsider.why == why);
            outside.map(|(who, outsider)| OutsiderView {
                who,
                nickname: outsider.nickname.as_str().to_owned(),
                role: outsider.role,
            })
        };
        Self { knocking: those(Outside::Knocking).collect(), sent_away: those(Outside::SentAway).collect() }
    }
}
