//! Asking for a page, as a browser or a watchman does.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::limits::ANSWER_WITHIN;

/// Asks for a page, and gives the status.
///
/// # Errors
///
/// When the program does not answer soon, or not in HTTP.
pub async fn status(address: SocketAddr, path: &str) -> Result<u16> {
    let exchange = async {
        let mut stream = TcpStream::connect(address).await?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut response = vec![];
        stream.read_to_end(&mut response).await?;
        anyhow::Ok(String::from_utf8_lossy(&response).into_owned())
    };
    let response = timeout(ANSWER_WITHIN, exchange).await.with_context(|| format!("no answer to GET {path}"))??;
    let status = response.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.with_context(|| format!("no HTTP from GET {path}: {response:?}"))
}

/// Whether the program says of itself that it works.
///
/// # Errors
///
/// When it does not answer.
pub async fn is_well(address: SocketAddr) -> Result<bool> {
    Ok(status(address, "/health").await? == 200)
}
