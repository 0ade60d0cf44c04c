//! Who is there, away and gone, as everybody is told.

use shared::codec::Codec;
use shared::command::Command;
use shared::message::Presence;
use shared::rejection::Rejection;

use crate::common::Server;
use crate::common::client::Client;

fn presence(client: &Client, of: &Client) -> Presence {
    match (client.here.contains(&of.who()), client.away.contains(&of.who())) {
        (true, true) => Presence::Away,
        (true, false) => Presence::Here,
        (false, _) => Presence::Gone,
    }
}

#[tokio::test]
async fn p10_everybody_is_told_who_is_here_away_and_gone() {
    let server = Server::start().await;
    for codec in Codec::ALL {
        let room = server.room().await;
        let mut moderator = room.moderator(codec).await;
        let mut ada = room.voter(codec, "Ada").await;
        moderator.settle().await;
        assert_eq!(presence(&moderator, &ada), Presence::Here);

        ada.must(Command::SetAway { away: true }).await;
        ada.must(Command::SetAway { away: true }).await;
        moderator.settle().await;
        assert_eq!(presence(&moderator, &ada), Presence::Away);
        // A newcomer is told the same.
        assert_eq!(presence(&room.stranger(codec).await, &ada), Presence::Away);

        // Another page of hers is looked at; then that one goes.
        let tab = room.holder(codec, &ada.token()).await;
        moderator.until("Ada", |moderator| presence(moderator, &ada) == Presence::Here).await;
        tab.close().await;
        moderator.until("away again", |moderator| presence(moderator, &ada) == Presence::Away).await;
        ada.must(Command::SetAway { away: false }).await;
        moderator.settle().await;
        assert_eq!(presence(&moderator, &ada), Presence::Here);

        let (version, who) = (moderator.version, ada.who());
        ada.must(Command::SetAway { away: true }).await;
        ada.close().await;
        moderator.until("her going", |moderator| !moderator.here.contains(&who)).await;
        assert!(moderator.away.is_empty());
        assert_eq!(moderator.version, version, "presence is no event");
    }
}

#[tokio::test]
async fn p10_who_has_no_seat_is_not_away() {
    let server = Server::start().await;
    let mut stranger = server.room().await.stranger(Codec::Json).await;
    assert_eq!(stranger.ask(Command::SetAway { away: true }).await, Some(Rejection::NotSeated));
}
