//! The site's files: the script, the wasm, the style sheet, fonts and icons.
//!
//! A release holds them, compressed by `build.rs`; a debug build reads them from `target/site` at each request, for there
//! they change while it runs.

use std::hash::{DefaultHasher, Hash, Hasher};

use app::shell::SiteFiles;
use axum::{
    body::{Body, Bytes},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{
            ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
            VARY,
        },
    },
    response::{IntoResponse, Response},
};

/// The folder of what the build generates, and the name that its files begin with.
const PKG: &str = "pkg/";
const NAME: &str = "team-poker";

/// A hash in a file's name: an MD5 digest in unpadded base64.
const NAME_HASH_BYTES: usize = 22;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// The names that the build gave to the script, the wasm and the style sheet.
///
/// A file that was never built is named as it would be without a hash: its URL then answers 404.
#[cfg(embed_site)]
pub fn site_files() -> SiteFiles {
    static FILES: std::sync::LazyLock<SiteFiles> =
        std::sync::LazyLock::new(|| among(embedded::FILES.iter().map(|file| file.path)));
    FILES.clone()
}

/// The names that the build gave to the script, the wasm and the style sheet, as they are now.
///
/// A file that was never built is named as it would be without a hash: its URL then answers 404.
#[cfg(not(embed_site))]
pub fn site_files() -> SiteFiles {
    let paths = disk::list(PKG);
    among(paths.iter().map(String::as_str))
}

/// The site's files among these paths.
fn among<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> SiteFiles {
    // Without a hash comes first: `cargo leptos watch` writes such a file when it builds again, beside the old one.
    let find = |extension: &str| {
        let plain = format!("{PKG}{NAME}.{extension}");
        let hashed =
            |path: &&str| name_hash(path).is_some_and(|hash| **path == format!("{PKG}{NAME}.{hash}.{extension}"));
        match paths.clone().find(|path| *path == plain) {
            Some(_) => plain,
            None => paths.clone().find(hashed).map_or(plain, str::to_owned),
        }
    };
    SiteFiles { script: find("js"), wasm: find("wasm"), style: find("css") }
}

/// The response to a request for a file of the site; none if there is no such file.
pub fn serve(method: &Method, path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = path.strip_prefix('/')?;
    find(path).map(|asset| asset.respond(path, method, headers))
}

/// The file of the site at a URL path without its leading slash.
pub fn find(path: &str) -> Option<Asset> {
    #[cfg(embed_site)]
    return embedded::find(path);
    #[cfg(not(embed_site))]
    return disk::find(path);
}

/// A file, in the forms that it can be sent in.
#[derive(Clone, Debug)]
pub struct Asset {
    hash: u64,
    identity: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Asset {
    /// The response to a request for this file under `path`, which gives its type and how long it may be kept.
    ///
    /// It honours `Accept-Encoding` (brotli, gzip, as it is) and `If-None-Match`. Other methods than GET and HEAD get a 405.
    pub fn respond(&self, path: &str, method: &Method, headers: &HeaderMap) -> Response {
        if method != Method::GET && method != Method::HEAD {
            return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
        }
        let (encoding, bytes) = self.encoded_for(headers);
        let etag = format!("\"{:016x}{}\"", self.hash, encoding.map_or(String::new(), |name| format!("-{name}")));

        let mut response = Response::new(Body::empty());
        let sent = response.headers_mut();
        sent.insert(CACHE_CONTROL, keeping(path));
        sent.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            sent.insert(ETAG, etag);
        }
        if is_known(headers, &etag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        sent.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
        sent.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        if let Some(name) = encoding {
            sent.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        if method == Method::GET {
            *response.body_mut() = Body::from(bytes.clone());
        }
        response
    }

    /// The smallest form that the client takes, with the name of its encoding.
    fn encoded_for(&self, headers: &HeaderMap) -> (Option<&'static str>, &Bytes) {
        [("br", &self.brotli), ("gzip", &self.gzip)]
            .into_iter()
            .find_map(|(name, bytes)| {
                let bytes = bytes.as_ref().filter(|_| accepts(headers, name))?;
                Some((Some(name), bytes))
            })
            .unwrap_or((None, &self.identity))
    }
}

/// Whether `Accept-Encoding` names an encoding, and not with the weight 0, which refuses it.
pub fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    list(headers, ACCEPT_ENCODING).any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts
            .filter_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
            .any(|weight| weight.trim().parse() == Ok(0.0));
        named && !refused
    })
}

/// Whether `If-None-Match` holds the tag: compared weakly, as RFC 9110, section 13.1.2, has it.
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    list(headers, IF_NONE_MATCH).any(|entry| entry == "*" || entry.trim_start_matches("W/") == etag)
}

/// The entries of a header that holds a list, on one line or on many.
fn list(headers: &HeaderMap, name: axum::http::HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

/// How long a browser may keep a file without asking: for ever if its name would change with it. The font and the icons hardly
/// ever do; with one that is a day old the page is what it was.
fn keeping(path: &str) -> HeaderValue {
    match (path.starts_with(PKG), name_hash(path)) {
        (true, Some(_)) => FOR_EVER,
        (true, None) => ASK_FIRST,
        (false, _) => FOR_A_DAY,
    }
}

/// The hash in a name like `pkg/team-poker.oUuDYnHdyoSVV_pQpAiqSg.js`.
fn name_hash(path: &str) -> Option<&str> {
    let (stem, _extension) = path.rsplit_once('.')?;
    let (_name, hash) = stem.rsplit_once('.')?;
    let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (hash.len() == NAME_HASH_BYTES && hash.bytes().all(is_base64url)).then_some(hash)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("ico") => "image/x-icon",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The same hash as in `build.rs`: it tells versions of a file apart, and keeps no secret.
#[cfg_attr(embed_site, allow(dead_code))]
fn hash(content: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

/// The files that `build.rs` put into the binary.
#[cfg(embed_site)]
mod embedded {
    use super::{Asset, Bytes};

    pub struct Embedded {
        pub path: &'static str,
        hash: u64,
        identity: &'static [u8],
        brotli: Option<&'static [u8]>,
        gzip: Option<&'static [u8]>,
    }

    /// Sorted by path.
    pub static FILES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/site.rs"));

    pub fn find(path: &str) -> Option<Asset> {
        let index = FILES.binary_search_by(|file| file.path.cmp(path)).ok()?;
        let file = &FILES[index];
        Some(Asset {
            hash: file.hash,
            identity: Bytes::from_static(file.identity),
            brotli: file.brotli.map(Bytes::from_static),
            gzip: file.gzip.map(Bytes::from_static),
        })
    }
}

/// The files that the last build left in `target/site`.
#[cfg(not(embed_site))]
mod disk {
    use std::{
        fs,
        path::{Component, Path},
    };

    use super::{Asset, hash};

    const SITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site");

    pub fn find(path: &str) -> Option<Asset> {
        // Nothing outside the folder: no `..`, no root, no drive.
        let is_inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let content = is_inside.then(|| fs::read(Path::new(SITE).join(path)).ok()).flatten()?;
        Some(Asset { hash: hash(&content), identity: content.into(), brotli: None, gzip: None })
    }

    /// The paths of a folder's files, sorted. None where the folder was not built yet.
    pub fn list(folder: &str) -> Vec<String> {
        let entries = fs::read_dir(Path::new(SITE).join(folder)).into_iter().flatten().flatten();
        let mut paths: Vec<_> =
            entries.filter_map(|entry| Some(format!("{folder}{}", entry.file_name().to_str()?))).collect();
        paths.sort();
        paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASHED: &str = "pkg/team-poker.oUuDYnHdyoSVV_pQpAiqSg.js";

    fn asset() -> Asset {
        Asset {
            hash: 0xabc,
            identity: Bytes::from_static(b"identity"),
            brotli: Some(Bytes::from_static(b"brotli")),
            gzip: Some(Bytes::from_static(b"gzip")),
        }
    }

    fn headers(name: axum::http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    async fn body(response: Response) -> Bytes {
        axum::body::to_bytes(response.into_body(), 1024).await.unwrap()
    }

    #[tokio::test]
    async fn the_best_encoding_that_the_client_takes_is_sent() {
        for (accepted, encoding, sent) in [
            ("gzip, deflate, br, zstd", Some("br"), "brotli"),
            ("gzip;q=1.0, br;q=0", Some("gzip"), "gzip"),
            ("GZIP", Some("gzip"), "gzip"),
            ("br;q=0.000, gzip; q=0", None, "identity"),
            ("zstd", None, "identity"),
            ("", None, "identity"),
        ] {
            let response = asset().respond(HASHED, &Method::GET, &headers(ACCEPT_ENCODING, accepted));
            let named = response.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned());
            assert_eq!(named.as_deref(), encoding, "{accepted}");
            assert_eq!(response.headers()[CONTENT_LENGTH], sent.len().to_string(), "{accepted}");
            assert_eq!(response.headers()[VARY], "accept-encoding", "{accepted}");
            assert_eq!(body(response).await, sent, "{accepted}");
        }
    }

    #[tokio::test]
    async fn head_is_get_without_the_body() {
        let get = asset().respond(HASHED, &Method::GET, &HeaderMap::new());
        let head = asset().respond(HASHED, &Method::HEAD, &HeaderMap::new());
        assert_eq!(head.headers(), get.headers());
        assert_eq!(body(head).await, "");
    }

    #[test]
    fn other_methods_are_refused_with_a_reason() {
        let response = asset().respond(HASHED, &Method::POST, &HeaderMap::new());
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()[ALLOW], "GET, HEAD");
    }

    #[tokio::test]
    async fn who_has_a_file_is_not_sent_it_again() {
        for (held, status) in [
            ("\"0000000000000abc\"", StatusCode::NOT_MODIFIED),
            ("\"other\", W/\"0000000000000abc\"", StatusCode::NOT_MODIFIED),
            ("*", StatusCode::NOT_MODIFIED),
            ("\"0000000000000abc-br\"", StatusCode::OK),
            ("\"other\"", StatusCode::OK),
        ] {
            let response = asset().respond("icon.svg", &Method::GET, &headers(IF_NONE_MATCH, held));
            assert_eq!(response.status(), status, "{held}");
            assert_eq!(response.headers()[ETAG], "\"0000000000000abc\"", "{held}");
        }
    }

    #[test]
    fn only_a_file_with_its_hash_in_its_name_is_kept_for_ever() {
        for (path, keeping) in [
            (HASHED, FOR_EVER),
            ("pkg/team-poker.js", ASK_FIRST),
            ("pkg/team-poker.oUuDYnHdyoSVV_pQpAiqSg", ASK_FIRST),
            ("fonts/display.woff2", FOR_A_DAY),
            ("favicon.svg", FOR_A_DAY),
            ("team-poker.oUuDYnHdyoSVV_pQpAiqSg.js", FOR_A_DAY),
        ] {
            let response = asset().respond(path, &Method::GET, &HeaderMap::new());
            assert_eq!(response.headers()[CACHE_CONTROL], keeping, "{path}");
        }
    }

    #[test]
    fn types_are_those_that_browsers_insist_on() {
        assert_eq!(content_type("pkg/team-poker.wasm"), "application/wasm");
        assert_eq!(content_type(HASHED), "text/javascript; charset=utf-8");
        assert_eq!(content_type("site.webmanifest"), "application/manifest+json");
        assert_eq!(content_type("fonts/display.woff2"), "font/woff2");
        assert_eq!(content_type("LICENSE"), "application/octet-stream");
    }

    #[test]
    fn the_page_is_given_the_names_that_the_build_made() {
        let hashed = [
            "pkg/team-poker.AAAAAAAAAAAAAAAAAAAAAA.css",
            "pkg/team-poker.BBBBBBBBBBBBBBBBBBBBBB.js",
            "pkg/team-poker.CCCCCCCCCCCCCCCCCCCCCC.wasm",
            "pkg/team-poker.d.DDDDDDDDDDDDDDDDDDDDDD.ts",
        ];
        let files = among(hashed.into_iter());
        assert_eq!(files.style, hashed[0]);
        assert_eq!(files.script, hashed[1]);
        assert_eq!(files.wasm, hashed[2]);
    }

    #[test]
    fn a_file_built_again_without_a_hash_goes_first() {
        let paths = ["pkg/team-poker.BBBBBBBBBBBBBBBBBBBBBB.js", "pkg/team-poker.js"];
        assert_eq!(among(paths.into_iter()).script, "pkg/team-poker.js");
    }

    #[test]
    fn before_the_first_build_names_have_no_hash() {
        assert_eq!(among(std::iter::empty()).wasm, "pkg/team-poker.wasm");
    }

    #[test]
    fn nothing_outside_the_site_is_served() {
        for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "//etc/passwd", "/", "/no-such-file"] {
            assert!(serve(&Method::GET, path, &HeaderMap::new()).is_none(), "{path}");
        }
    }
}
