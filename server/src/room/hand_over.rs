//! Handing over: the codes with which a second device takes the seat of the first. Soft state, like presence.

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use shared::ids::ParticipantId;
use shared::message::HandOverCode;
use tokio::time::Instant;

use crate::identity::PageTag;
use crate::limits::HAND_OVER_WITHIN;

/// Random bytes of a code: it lives for minutes, and is guessed over a network.
const CODE_BYTES: usize = 16;

/// The codes of one room: one a seat, the latest.
#[derive(Default)]
pub struct HandOvers {
    offers: BTreeMap<ParticipantId, Offer>,
}

struct Offer {
    code: HandOverCode,
    until: Instant,
    /// The page that has taken the seat with it. Should it not have been told, it may say the code again.
    taken_by: Option<PageTag>,
}

impl HandOvers {
    /// A code for that seat, instead of any older one.
    ///
    /// # Errors
    ///
    /// When the system has no randomness to give.
    pub fn offer(&mut self, who: ParticipantId, now: Instant) -> Result<HandOverCode, getrandom::Error> {
        let mut bytes = [0; CODE_BYTES];
        getrandom::fill(&mut bytes)?;
        let code = HandOverCode::try_from(BASE64_URL_SAFE_NO_PAD.encode(bytes)).expect("22 characters are few enough");
        self.offers.retain(|_, offer| now < offer.until);
        self.offers.insert(who, Offer { code: code.clone(), until: now + HAND_OVER_WITHIN, taken_by: None });
        Ok(code)
    }

    /// Whose seat the code is for, if it still serves. It serves once.
    pub fn take(&mut self, code: &HandOverCode, page: Option<PageTag>, now: Instant) -> Option<ParticipantId> {
        let (who, offer) = self.offers.iter_mut().find(|(_, offer)| offer.code == *code && now < offer.until)?;
        match (offer.taken_by, page) {
            (None, Some(page)) => offer.taken_by = Some(page),
            (Some(taker), Some(page)) if taker == page => {}
            (None, None) => {
                let who = *who;
                self.offers.remove(&who);
                return Some(who);
            }
            (Some(_), _) => return None,
        }
        Some(*who)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const ADA: ParticipantId = ParticipantId(2);

    const PHONE: Option<PageTag> = Some(PageTag(1));
    const THIEF: Option<PageTag> = Some(PageTag(2));

    #[test]
    fn p12_a_code_serves_once_or_again_for_the_page_that_was_not_told() {
        let now = Instant::now();
        let mut hand_overs = HandOvers::default();
        let code = hand_overs.offer(ADA, now).unwrap();
        assert_eq!(hand_overs.take(&code, PHONE, now), Some(ADA));
        assert_eq!(hand_overs.take(&code, PHONE, now), Some(ADA));
        assert_eq!(hand_overs.take(&code, THIEF, now), None);
        assert_eq!(hand_overs.take(&code, None, now), None);
        let code = hand_overs.offer(ADA, now).unwrap();
        assert_eq!(hand_overs.take(&code, None, now), Some(ADA));
        assert_eq!(hand_overs.take(&code, None, now), None);
    }

    #[test]
    fn p12_a_code_serves_for_two_minutes_and_until_the_next_one() {
        let now = Instant::now();
        let mut hand_overs = HandOvers::default();
        let first = hand_overs.offer(ADA, now).unwrap();
        let second = hand_overs.offer(ADA, now).unwrap();
        assert_eq!(hand_overs.take(&first, None, now), None);
        let late = now + HAND_OVER_WITHIN;
        assert_eq!(hand_overs.take(&second, None, late), None);
        assert_eq!(hand_overs.take(&second, None, late - Duration::from_millis(1)), Some(ADA));
        // What is over is not kept.
        hand_overs.offer(ParticipantId(3), now).unwrap();
        hand_overs.offer(ADA, late).unwrap();
        assert_eq!(hand_overs.offers.len(), 1);
    }
}
