//! A list that comes into a room: first what was understood of it, as a form; then, once that is confirmed, the list. Each
//! request brings the whole of it, so that nothing has to be kept in between.

use app::pages::import_offer::{ImportOffer, ImportOfferView, OfferColumn, OfferRefused, OfferTopic, USES};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use exchange::import::preview::Use;
use exchange::limits::IMPORT_BYTES_MAX;
use exchange::offer::{Choice, Offer, keys};
use leptos::prelude::{Owner, RenderHtml};
use serde::Deserialize;
use shared::ids::RoomId;
use shared::message::Token;
use tokio::task::spawn_blocking;

use super::pages::{self, NoTable};
use super::{cookie, origin};
use crate::Server;

/// Topics that are shown before they are taken.
const TOPICS_SHOWN_MAX: usize = 50;
/// Lines that are named as left out.
const REFUSED_SHOWN_MAX: usize = 200;

/// What the page asks for: `step`, what each column is, and what somebody chose in the form.
#[derive(Deserialize)]
pub struct Asked {
    step: Step,
    #[serde(default)]
    uses: String,
    #[serde(default)]
    update: bool,
    #[serde(default)]
    rounds: bool,
    #[serde(default)]
    house: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    /// Only to see what was understood.
    Preview,
    /// Take it.
    Confirm,
}

/// `POST /r/{id}/import`: the answer to a preview is a form, as HTML; every other is a sentence.
pub async fn import(
    State(server): State<Server>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if !server.origins.allow(&headers) {
        return (StatusCode::FORBIDDEN, origin::REFUSED).into_response();
    }
    let Ok(body) = body else {
        let problem = format!("This file is longer than {} MB, or came only in part.", IMPORT_BYTES_MAX / 1024 / 1024);
        return (StatusCode::PAYLOAD_TOO_LARGE, problem).into_response();
    };
    let Ok(id) = id.parse::<RoomId>() else { return Refused::from(NoTable::NotFound).into_response() };
    taken(&server, id, asked, body, seat(&headers)).await.unwrap_or_else(Refused::into_response)
}

/// Why nothing comes in, in a sentence.
struct Refused(StatusCode, String);

impl From<NoTable> for Refused {
    fn from(no_table: NoTable) -> Self {
        match no_table {
            NoTable::NotFound => Self(StatusCode::NOT_FOUND, "There is no such table.".into()),
            NoTable::Unreadable => Self(StatusCode::SERVICE_UNAVAILABLE, "This table cannot be read now.".into()),
        }
    }
}

impl From<String> for Refused {
    /// What is wrong with what was sent.
    fn from(problem: String) -> Self {
        Self(StatusCode::UNPROCESSABLE_ENTITY, problem)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}

/// The seat of whoever sends this: the page says it in a header, a form in a cookie.
fn seat(headers: &HeaderMap) -> Option<Token> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    bearer.and_then(|token| Token::try_from(token.to_owned()).ok()).or_else(|| cookie::seat(headers))
}

async fn taken(
    server: &Server,
    id: RoomId,
    asked: Asked,
    body: Bytes,
    seat: Option<Token>,
) -> Result<Response, Refused> {
    let uses = uses(&asked.uses).ok_or_else(|| "There is no such use of a column.".to_owned())?;
    let keys = pages::ask(server, id, |room| async move { room.read(|house| keys(house.backlog)).await }).await?;
    // Five megabytes take their time, which others do not wait for.
    let read = spawn_blocking(move || Offer::read(&body, uses.as_deref(), &keys)).await;
    let offer = read.map_err(|error| {
        tracing::error!(%error, "reading a list panicked");
        "The server could not read this.".to_owned()
    })??;
    if asked.step == Step::Preview {
        return Ok(Html(render(shown(&offer))).into_response());
    }
    let choice = Choice { update: asked.update, rounds: asked.rounds, house: asked.house };
    let import = offer.import(choice);
    let updates = import.topics.iter().filter(|topic| topic.into.is_some()).count();
    let new = import.topics.len() - updates;
    pages::find(server, id).await?.import(seat, import).await.map_err(|rejection| rejection.sentence())?;
    Ok(done(new, updates).into_response())
}

/// What each column is for; none within if nobody has said so.
fn uses(words: &str) -> Option<Option<Vec<Use>>> {
    if words.is_empty() {
        return Some(None);
    }
    let uses = words.split(',').map(|word| ORDER.into_iter().zip(USES).find(|(_, (known, _))| *known == word));
    uses.map(|found| found.map(|(used_as, _)| used_as)).collect::<Option<Vec<_>>>().map(Some)
}

/// As [`USES`] are ordered.
const ORDER: [Use; USES.len()] = [Use::Nothing, Use::Title, Use::Key, Use::Link, Use::Notes, Use::Estimate];

/// What is shown of an offer.
fn shown(offer: &Offer) -> ImportOffer {
    let (new, updates) = offer.counts();
    let column = |column: &exchange::import::preview::Column| OfferColumn {
        header: column.header.clone(),
        sample: column.sample.clone(),
        used_as: ORDER.iter().position(|used_as| *used_as == column.r#use).unwrap_or_default(),
    };
    let topics = offer.topics.iter().take(TOPICS_SHOWN_MAX).map(|imported| OfferTopic {
        key: imported.topic.key.as_str().to_owned(),
        title: imported.topic.title.as_str().to_owned(),
        estimate: imported.topic.estimate.as_ref().map(|card| card.label.clone()).unwrap_or_default(),
        is_update: imported.into.is_some(),
    });
    let refused = offer.refused.iter().take(REFUSED_SHOWN_MAX).map(|refused| OfferRefused {
        line: refused.line,
        reason: refused.reason.clone(),
        text: refused.text.clone(),
    });
    ImportOffer {
        found: offer.found.clone(),
        columns: offer.columns.iter().map(column).collect(),
        topics: topics.collect(),
        new,
        updates,
        rounds: offer.rounds.len(),
        refused: refused.collect(),
        refused_in_all: offer.refused.len(),
        has_house: offer.house.is_some(),
    }
}

fn render(offer: ImportOffer) -> String {
    Owner::new().with(|| leptos::view! { <ImportOfferView offer /> }.to_html())
}

fn done(new: usize, updates: usize) -> String {
    let topics = |count: usize| if count == 1 { "1 topic".to_owned() } else { format!("{count} topics") };
    match (new, updates) {
        (new, 0) => format!("{} came into the list.", topics(new)),
        (0, updates) => format!("{} of the list brought up to date.", topics(updates)),
        (new, updates) => format!("{} came into the list, {updates} brought up to date.", topics(new)),
    }
}
