//! What polling comes to, beside the article's figures.

use std::time::Duration;

use super::polling::{HEADS_BYTES, Level, ROOM_CLIENTS, Side};
use crate::figures::{Times, milliseconds};
use crate::outcome::{Cell, Outcome, Table};
use crate::plot::{Kind, Plot};

/// What the article has for each client a second: heads without bodies, and frames without their content.
const ARTICLE_POLLING_BYTES: f64 = HEADS_BYTES as f64;
const ARTICLE_SOCKET_BYTES: f64 = 2.0;
/// For how many clients the article has figures.
const ARTICLE_CLIENTS: [usize; 3] = [1_000, 10_000, 100_000];

pub fn outcome(levels: &[Level], minute: Duration, team: &[Side; 2]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut table = Table::new(
        "Measured, something happening in each room of ten once a second:",
        &[
            "clients",
            "how",
            "answered, or told, a second",
            "bytes/s from clients",
            "bytes/s to clients",
            "CPU, % of a core",
            "age p50 ms",
            "age p99 ms",
        ],
    );
    for Level { clients, polling, socket } in levels {
        table.row(row(*clients, "polling", polling));
        table.row(row(*clients, "WebSocket", socket));
    }
    outcome.tables.push(table);

    if let Some(most) = levels.iter().rfind(|level| level.fits()) {
        outcome.tables.push(beside_the_article(levels, most));
        let [bytes, cpu] = ratios(most);
        outcome.notes.push(format!(
            "With {} clients polling moves {bytes:.0} times the bytes of the WebSocket and takes {cpu:.1} times the processor.",
            Cell::from(most.clients)
        ));
    }
    if let Some(level) = levels.iter().find(|level| !level.fits()) {
        outcome.notes.push(format!(
            "{} clients polling are more than fit here: {:.0} % of the polls that were due were answered.",
            Cell::from(level.clients),
            100.0 * level.answered()
        ));
    }
    outcome.tables.push(of_a_team(minute, team));
    let bars = levels.iter().map(|Level { clients, polling, socket }| {
        let label = format!("{} clients", Cell::from(*clients));
        (label, vec![Some(polling.core_percent()), Some(socket.core_percent())])
    });
    outcome.plots.push(Plot {
        name: "polling",
        title: "What the same clients cost, polling and on the WebSocket".into(),
        unit: "% of a core",
        series: vec!["polling", "WebSocket"],
        kind: Kind::Bars(bars.collect()),
    });
    outcome
}

fn row(clients: usize, how: &str, side: &Side) -> [Cell; 8] {
    let second = |amount: u64, digits| Cell::number(amount as f64 / side.wall.as_secs_f64(), digits);
    let ages = Times::new(side.ages.clone());
    let ms = |time: Option<Duration>| Cell::number(time.map(milliseconds), 1);
    [
        clients.into(),
        how.into(),
        Cell::number(side.answers_per_second(), 0),
        second(side.bytes_sent, 0),
        second(side.bytes_received, 0),
        Cell::number(side.core_percent(), 1),
        ms(ages.percentile(0.5)),
        ms(ages.percentile(0.99)),
    ]
}

/// The article's table, and ours: what is no measurement is marked.
fn beside_the_article(levels: &[Level], most: &Level) -> Table {
    let mut table = Table::new(
        "Megabits a second, the article's and ours:",
        &[
            "clients",
            "article, polling",
            "article, WebSocket",
            "article, ratio",
            "ours, polling",
            "ours, WebSocket",
            "ours, ratio",
            "",
        ],
    );
    let megabits = |bytes: f64| bytes * 8.0 / 1e6;
    let mut counts = ARTICLE_CLIENTS.to_vec();
    counts.push(most.clients);
    counts.sort_unstable();
    counts.dedup();
    for clients in counts {
        let many = clients as f64;
        let is_of_article = ARTICLE_CLIENTS.contains(&clients);
        let article = |bytes: f64| Cell::number(is_of_article.then_some(megabits(bytes * many)), 3);
        let measured = levels.iter().find(|level| level.clients == clients);
        let level = measured.unwrap_or(most);
        let of_one = |side: &Side| side.bytes() as f64 / side.wall.as_secs_f64() / level.clients as f64;
        let (polling, socket) = (of_one(&level.polling), of_one(&level.socket));
        table.row([
            clients.into(),
            article(ARTICLE_POLLING_BYTES),
            article(ARTICLE_SOCKET_BYTES),
            Cell::number(is_of_article.then_some(ARTICLE_POLLING_BYTES / ARTICLE_SOCKET_BYTES), 0),
            Cell::number(megabits(polling * many), 3),
            Cell::number(megabits(socket * many), 3),
            Cell::number(polling / socket, 0),
            if measured.is_some() { "measured" } else { "by arithmetic" }.into(),
        ]);
    }
    table
}

fn of_a_team(minute: Duration, [polling, socket]: &[Side; 2]) -> Table {
    let title = format!("{ROOM_CLIENTS} people, one round in {} s, all bytes of it:", minute.as_secs());
    let mut table = Table::new(title, &["how", "answered, or told", "bytes", "age p50 ms", "age p99 ms"]);
    for (how, side) in [("polling", polling), ("WebSocket", socket)] {
        let ages = Times::new(side.ages.clone());
        let ms = |time: Option<Duration>| Cell::number(time.map(milliseconds), 1);
        table.row([
            how.into(),
            side.answers.into(),
            side.bytes().into(),
            ms(ages.percentile(0.5)),
            ms(ages.percentile(0.99)),
        ]);
    }
    table.row([
        "ratio".into(),
        Cell::None,
        Cell::number(polling.bytes() as f64 / socket.bytes() as f64, 0),
        Cell::None,
        Cell::None,
    ]);
    table
}

/// How many times the bytes, and the processor, polling takes.
fn ratios(level: &Level) -> [f64; 2] {
    let Level { polling, socket, .. } = level;
    [polling.bytes() as f64 / socket.bytes() as f64, polling.core_percent() / socket.core_percent()]
}

impl Side {
    fn bytes(&self) -> u64 {
        self.bytes_sent + self.bytes_received
    }

    fn core_percent(&self) -> f64 {
        100.0 * self.cpu.as_secs_f64() / self.wall.as_secs_f64()
    }
}
