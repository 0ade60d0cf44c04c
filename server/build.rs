//! Puts the site's files, compressed once and for all, into the release's binary.
//!
//! `site.rs` in `OUT_DIR` is a table of them, which `http/assets.rs` includes. A debug build reads them from the disk at
//! each request instead, so that `cargo leptos watch` need not compile the server again when only the site changed.

use std::{
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

/// What a compressed file must save to be worth its place, in percent.
const SAVING_PERCENT_MIN: usize = 5;

fn main() -> io::Result<()> {
    println!("cargo::rustc-check-cfg=cfg(embed_site)");
    println!("cargo::rerun-if-changed=build.rs");
    if env("PROFILE")? != "release" {
        return Ok(());
    }
    println!("cargo::rustc-cfg=embed_site");

    let site = Path::new(&env("CARGO_MANIFEST_DIR")?).join("../target/site");
    // A folder that is missing would make cargo run this again at every build.
    fs::create_dir_all(&site)?;
    println!("cargo::rerun-if-changed={}", site.display());

    let out = PathBuf::from(env("OUT_DIR")?);
    let mut files = Vec::new();
    list(&site, &mut files)?;
    files.sort();
    if files.is_empty() {
        println!("cargo::warning=target/site is empty, so this server has no site. `make build` builds both.");
    }

    let mut table = String::from("&[\n");
    for (index, file) in files.iter().enumerate() {
        let content = fs::read(file)?;
        let path = relative(file, &site)?;
        let identity = out.join(format!("{index}"));
        fs::write(&identity, &content)?;
        let brotli = keep(&out.join(format!("{index}.br")), &brotli(&content)?, &content)?;
        let gzip = keep(&out.join(format!("{index}.gz")), &gzip(&content)?, &content)?;
        let hash = hash(&content);
        writeln!(
            table,
            "Embedded {{ path: {path:?}, hash: {hash}, identity: include_bytes!({identity:?}), brotli: {brotli}, gzip: {gzip} }},"
        )
        .map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    fs::write(out.join("site.rs"), table)
}

fn env(name: &str) -> io::Result<String> {
    std::env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}

/// All files under a folder, but the type declarations that wasm-bindgen writes beside its script.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if path.extension().is_none_or(|extension| extension != "ts") {
            files.push(path);
        }
    }
    Ok(())
}

/// The path in a URL, without its leading slash.
fn relative(file: &Path, site: &Path) -> io::Result<String> {
    let path = file.strip_prefix(site).map_err(io::Error::other)?;
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    Ok(parts.join("/"))
}

/// Writes a compressed file if it is worth it, and gives the expression of the table's field.
fn keep(path: &Path, compressed: &[u8], content: &[u8]) -> io::Result<String> {
    if compressed.len() * 100 > content.len() * (100 - SAVING_PERCENT_MIN) {
        return Ok("None".into());
    }
    fs::write(path, compressed)?;
    Ok(format!("Some(include_bytes!({path:?}))"))
}

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &params)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

/// The same hash as in `http/assets.rs`: it tells versions of a file apart, and keeps no secret.
fn hash(content: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}
