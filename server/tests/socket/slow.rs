//! A member that does not read: it is closed, and the others do not wait for it.

use futures_util::StreamExt;
use shared::codec::Codec;
use shared::command::Command;
use shared::event::RoomEvent;
use shared::limits::TITLE_GRAPHEMES_MAX;
use shared::message::{CloseCode, Hello};
use tokio::net::TcpSocket;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use crate::common::client::{Client, request_in};
use crate::common::{NewRoom, Server, within};

/// Some 7 MB: more than may wait for one member, and than the system holds for its connection (4 MB, as Linux is set).
const TITLES: usize = 4_500;
/// What one page may ask for in one go.
const TITLES_A_PAGE: usize = 50;

/// Somebody whose machine takes in little before it must be read.
async fn narrow(room: &NewRoom) -> Client {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4 * 1024).unwrap();
    let stream = socket.connect(room.address).await.unwrap();
    let request = request_in(room.address, room.id, Codec::Json);
    let (socket, _) = within("the upgrade", client_async(request, stream)).await.unwrap();
    Client::greet(socket, Codec::Json, Hello::default(), None).await
}

/// The longest title, another for each number.
fn title(number: usize) -> Command {
    Command::SetTopic { title: format!("{number:04}{}", "👍🏽".repeat(TITLE_GRAPHEMES_MAX - 4)) }
}

#[tokio::test]
async fn w5_a_member_that_reads_nothing_is_closed_and_the_others_get_everything() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut slow = narrow(&room).await;
    slow.join("Slow").await;
    let mut witness = room.voter(Codec::Postcard, "Witness").await;
    drop(room.moderator(Codec::Postcard).await);
    for first in (0..TITLES).step_by(TITLES_A_PAGE) {
        let mut page = room.holder(Codec::Postcard, &room.creator).await;
        for number in first..first + TITLES_A_PAGE {
            page.must(title(number)).await;
            witness.until("the title", |witness| witness.version == page.version).await;
        }
    }
    let topics = witness
        .events()
        .into_iter()
        .filter(|event| matches!(event, RoomEvent::TopicsAdded { .. } | RoomEvent::TopicChanged { .. }));
    assert_eq!(topics.count(), TITLES);

    // It reads again: some of the titles, and then why there are no more.
    let mut read = 0;
    let end = loop {
        match within("the end of the slow connection", slow.socket.next()).await {
            Some(Ok(Message::Text(_))) => {
                read += 1;
                assert!(read < TITLES, "it was slow, and was told everything all the same");
            }
            Some(Ok(Message::Ping(_))) => {}
            end => break end,
        }
    };
    if let Some(Ok(end)) = end {
        let Message::Close(Some(frame)) = end else { panic!("{end:?}") };
        assert_eq!(
            (u16::from(frame.code), frame.reason.as_str()),
            (CloseCode::TooSlow.code(), CloseCode::TooSlow.reason())
        );
    }
    let who = slow.who();
    drop(slow);
    witness.until("the slow one's going", |witness| !witness.here.contains(&who)).await;
    assert!(witness.room.seat(who).is_some());
}
