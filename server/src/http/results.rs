//! What came of the rounds of a room: as a page, and as files for other tools. Whoever has the link may have them, as they may
//! sit down at the table; no card that lies face down is in any of them.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use app::shell::{Page, ResultsPage, story_html};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use exchange::document::Document;
use exchange::export;
use exchange::report::Report;
use shared::ids::{RoomId, TopicId, Version};
use shared::record::Record;

use super::assets::{self, is_known};
use super::pages::{self, NoTable};
use crate::Server;

/// `GET /r/{id}/results`
pub async fn page(State(server): State<Server>, Path(text): Path<String>, request: Request) -> Response {
    let Ok(id) = text.parse::<RoomId>() else { return pages::not_found(request).await };
    if id.to_string() != text {
        return Redirect::permanent(&format!("/r/{id}/results")).into_response();
    }
    let made = match fresh(&server, id, request.headers(), |record| Arc::new(Report::of(record))).await {
        Ok(Fresh::Known(response)) => return response,
        Ok(Fresh::Made(made)) => made,
        Err(no_table) => return no_table.render(request).await,
    };
    let Made { tag, value: report } = made;
    let page = Page::Results(ResultsPage { id: id.to_string(), report });
    tagged(pages::render(StatusCode::OK, page, request).await, tag)
}

/// `GET /r/{id}/results/{file}`
pub async fn file(
    State(server): State<Server>,
    Path((text, file)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (Ok(id), Some(file)) = (text.parse::<RoomId>(), File::named(&file)) else {
        return pages::not_found(request).await;
    };
    let write = move |record: &Record| (file.write(record), file.disposition(record.room().name().as_str()));
    let Made { tag, value: (text, disposition) } = match fresh(&server, id, request.headers(), write).await {
        Ok(Fresh::Known(response)) => return response,
        Ok(Fresh::Made(made)) => made,
        Err(no_table) => return no_table.render(request).await,
    };
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type()));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    tagged(response, tag)
}

/// `GET /r/{id}/topics/{topic}/story`: how a topic got to its estimate, as a part of a page.
pub async fn story(
    State(server): State<Server>,
    Path((text, topic)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (Ok(id), Ok(topic)) = (text.parse::<RoomId>(), topic.parse().map(TopicId)) else {
        return pages::not_found(request).await;
    };
    let write = move |record: &Record| {
        let report = Report::of(record);
        report.story(topic).map(|story| story_html(&report, &story))
    };
    let Made { tag, value: html } = match fresh(&server, id, request.headers(), write).await {
        Ok(Fresh::Known(response)) => return response,
        Ok(Fresh::Made(made)) => made,
        Err(no_table) => return no_table.render(request).await,
    };
    let Some(html) = html else { return pages::not_found(request).await };
    let mut response = html.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // Should somebody open it by itself.
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    tagged(response, tag)
}

/// What is asked for, where it has changed since it was had.
pub enum Fresh<T> {
    /// The answer that it has not.
    Known(Response),
    Made(Made<T>),
}

/// What was made of a record, and the name of its version.
pub struct Made<T> {
    pub tag: String,
    pub value: T,
}

/// What `make` makes of the record of the room, if the browser has not got it already.
///
/// # Errors
///
/// As [`pages::find`].
pub async fn fresh<T: Send + 'static>(
    server: &Server,
    id: RoomId,
    headers: &HeaderMap,
    make: impl FnOnce(&Record) -> T + Send + 'static,
) -> Result<Fresh<T>, NoTable> {
    // A room in memory knows its version, so that who asks again costs nothing.
    if headers.contains_key(header::IF_NONE_MATCH)
        && let Ok(welcome) = pages::find(server, id).await?.look().await
    {
        let tag = tag(welcome.version);
        if is_known(headers, &tag) {
            return Ok(Fresh::Known(tagged(StatusCode::NOT_MODIFIED.into_response(), tag)));
        }
    }
    match server.rooms.record(id, move |version, record| Made { tag: tag(version), value: make(record) }).await {
        Ok(Some(made)) => Ok(Fresh::Made(made)),
        Ok(None) => Err(NoTable::NotFound),
        Err(error) => {
            tracing::error!(room = %id, %error, "the record of a room cannot be read");
            Err(NoTable::Unreadable)
        }
    }
}

/// The name of what that version of a room gives: another version of this program writes it otherwise, and names another style
/// sheet.
fn tag(version: Version) -> String {
    let mut build = DefaultHasher::new();
    (env!("CARGO_PKG_VERSION"), assets::site_files().style).hash(&mut build);
    format!("\"{}-{:016x}\"", version.0, build.finish())
}

/// The response with its name. It is a weak one: each page has a nonce of its own.
pub fn tagged(mut response: Response, tag: String) -> Response {
    let headers = response.headers_mut();
    let tag = HeaderValue::from_str(&format!("W/{tag}"));
    headers.insert(header::ETAG, tag.expect("a tag is of digits and letters"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// A file that can be had of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    Jira,
    Topics,
    Votes,
    Room,
}

impl File {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "jira.csv" => Self::Jira,
            "topics.md" => Self::Topics,
            "votes.csv" => Self::Votes,
            "room.json" => Self::Room,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Jira => "jira.csv",
            Self::Topics => "topics.md",
            Self::Votes => "votes.csv",
            Self::Room => "room.json",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Jira | Self::Votes => "text/csv; charset=utf-8; header=present",
            Self::Topics => "text/markdown; charset=utf-8",
            Self::Room => "application/json",
        }
    }

    fn write(self, record: &Record) -> String {
        match self {
            Self::Jira => export::jira(&Report::of(record)),
            Self::Topics => export::markdown(&Report::of(record)),
            Self::Votes => export::votes(&Report::of(record)),
            Self::Room => Document::of(record).to_json(),
        }
    }

    /// That it is to be kept, under a name made of that of the room: in ASCII, and as it is, as in
    /// [RFC 6266](https://www.rfc-editor.org/rfc/rfc6266).
    fn disposition(self, room: &str) -> HeaderValue {
        let file = self.name();
        let plain = words(room, |c| c.is_ascii_alphanumeric());
        let exact = words(room, char::is_alphanumeric);
        let named = |room: &str| if room.is_empty() { format!("team-poker-{file}") } else { format!("{room}-{file}") };
        let disposition =
            format!("attachment; filename=\"{}\"; filename*=UTF-8''{}", named(&plain), percent_encoded(&named(&exact)));
        HeaderValue::from_str(&disposition).expect("it is of letters, digits and few signs")
    }
}

/// The words of a name, joined by dashes: what no file system and no shell takes for something else.
fn words(name: &str, is_kept: impl Fn(char) -> bool) -> String {
    let words = name.split(|c| !is_kept(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// As in [RFC 5987](https://www.rfc-editor.org/rfc/rfc5987).
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_room() {
        for (room, expected) in [
            ("Team Blue", "filename=\"Team-Blue-jira.csv\"; filename*=UTF-8''Team-Blue-jira.csv"),
            ("Größe: ../x", "filename=\"Gr-e-x-jira.csv\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe-x-jira.csv"),
            ("李", "filename=\"team-poker-jira.csv\"; filename*=UTF-8''%E6%9D%8E-jira.csv"),
            ("", "filename=\"team-poker-jira.csv\"; filename*=UTF-8''team-poker-jira.csv"),
            ("a\"b\r\n;c", "filename=\"a-b-c-jira.csv\"; filename*=UTF-8''a-b-c-jira.csv"),
        ] {
            assert_eq!(File::Jira.disposition(room).to_str().unwrap(), format!("attachment; {expected}"), "{room}");
        }
    }

    #[test]
    fn every_file_is_found_by_its_name() {
        for file in [File::Jira, File::Topics, File::Votes, File::Room] {
            assert_eq!(File::named(file.name()), Some(file));
        }
        assert_eq!(File::named("room"), None);
    }
}
