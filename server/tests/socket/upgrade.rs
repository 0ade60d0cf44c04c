//! The upgrade: who may open a socket, and in which language it is spoken.

use shared::codec::Codec;
use shared::message::{CloseCode, Hello};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::common::client::{Client, closed, offer, open, refused, request, request_in};
use crate::common::http::read_head;
use crate::common::{NewRoom, Server, within};

fn because(code: CloseCode) -> (u16, String) {
    (code.code(), code.reason().to_owned())
}

#[tokio::test]
async fn the_handshake_of_the_article_is_answered_as_there() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let request = format!(
        "GET /ws/{} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: V2ViU29ja2V0IHJvY2tzIQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        room.id, server.address
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let head = read_head(&mut stream).await;
    assert_eq!(head.status, 101);
    assert_eq!(head.header("sec-websocket-accept"), Some("VAuGgaNDB/reVQpGfDF8KXeZx5o="));
    assert!(head.header("upgrade").unwrap().eq_ignore_ascii_case("websocket"));
}

#[tokio::test]
async fn each_codec_is_spoken_by_its_name_and_json_if_none_is_named() {
    let server = Server::start().await;
    let room = server.room().await;
    for codec in Codec::ALL {
        let stream = TcpStream::connect(server.address).await.unwrap();
        let (socket, response) = client_async(request_in(server.address, room.id, codec), stream).await.unwrap();
        assert_eq!(response.headers()["sec-websocket-protocol"], codec.subprotocol());
        let client = Client::greet(socket, codec, Hello::default(), None).await;
        assert_eq!(client.room.name().as_str(), "Team");
    }
    let unnamed = request(server.address, &room.id.to_string());
    Client::connect_by(server.address, unnamed, Codec::Json, Hello::default()).await;
}

#[tokio::test]
async fn of_several_names_one_that_is_known_is_chosen() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut several = request(server.address, &room.id.to_string());
    offer(&mut several, "teampoker.v9.json, teampoker.v1.json");
    Client::connect_by(server.address, several, Codec::Json, Hello::default()).await;
    let mut both = request(server.address, &room.id.to_string());
    offer(&mut both, "teampoker.v1.json, teampoker.v1.postcard");
    Client::connect_by(server.address, both, Codec::Postcard, Hello::default()).await;
}

#[tokio::test]
async fn w4_a_protocol_that_is_not_known_is_told_so() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut unknown = request(server.address, &room.id.to_string());
    offer(&mut unknown, "teampoker.v9.json, soap");
    let mut socket = open(server.address, unknown).await;
    assert_eq!(closed(&mut socket).await, because(CloseCode::UnknownProtocol));
}

#[tokio::test]
async fn i2_a_room_that_does_not_exist_is_said_not_to_exist() {
    let server = Server::start().await;
    let room = server.room().await;
    for id in ["0000-0000-0000", "nonsense", "k3v9-xq2m-7tfaa"] {
        let mut socket = open(server.address, request(server.address, id)).await;
        assert_eq!(closed(&mut socket).await, because(CloseCode::NoSuchRoom), "{id}");
    }
    let typed = room.id.to_string().to_uppercase().replace('-', "");
    let forgiven = request(server.address, &typed);
    Client::connect_by(server.address, forgiven, Codec::Json, Hello::default()).await;
}

async fn opens(server: &Server, room: &NewRoom, origin: &str) -> bool {
    let mut request = request_in(server.address, room.id, Codec::Json);
    request.headers_mut().insert("origin", HeaderValue::from_str(origin).unwrap());
    let stream = TcpStream::connect(server.address).await.unwrap();
    within("the upgrade", client_async(request, stream)).await.is_ok()
}

#[tokio::test]
async fn w4_a_page_of_another_site_opens_no_socket() {
    let server = Server::start_with(&["--origin", "https://poker.example"]).await;
    let room = server.room().await;
    assert!(opens(&server, &room, &format!("http://{}", server.address)).await);
    assert!(opens(&server, &room, "https://poker.example").await);
    assert!(!opens(&server, &room, "http://127.0.0.1:1").await);
    assert!(!opens(&server, &room, "null").await);
    let mut foreign = request_in(server.address, room.id, Codec::Json);
    foreign.headers_mut().insert("origin", HeaderValue::from_static("https://evil.example"));
    assert_eq!(refused(server.address, foreign).await, 403);
    // A program sends no origin: `Client` sends none.
    room.stranger(Codec::Json).await;
}

#[tokio::test]
async fn w4_a_request_that_is_no_upgrade_is_refused() {
    let server = Server::start().await;
    let room = server.room().await;
    let response = server.get(&format!("/ws/{}", room.id)).await;
    assert!((400..500).contains(&response.status), "{response:?}");
}
