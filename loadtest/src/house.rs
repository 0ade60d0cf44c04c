//! House: tables full of members on one server.

use std::net::SocketAddr;
use std::rc::Rc;

use anyhow::{Context, Result};
use harness::rooms;
use indicatif::ProgressBar;
use tokio::task::JoinSet;

use crate::limits::NEWCOMERS_AT_ONCE_MAX;
use crate::member::{Absent, Member};
use crate::pulse::Pulse;
use crate::script::nickname;
use crate::table::Table;

/// A table and those who sit at it, the moderator first.
pub struct Company {
    pub table: Rc<Table>,
    pub members: Vec<Member>,
}

/// Makes a room and lets its creator sit down, over the connection of that number.
///
/// # Errors
///
/// When the server does not let them, or tells them something wrong.
pub async fn open(address: SocketAddr, number: usize, pulse: &Pulse) -> Result<Company> {
    let opened = rooms::open(address).await?;
    let table = Table::new(opened.room, pulse);
    let moderator = Member::come(&table, address, number, &Absent::newcomer(Some(opened.creator))).await?;
    moderator.join(&nickname(0)).await?;
    Ok(Company { table, members: vec![moderator] })
}

/// Makes so many rooms and seats so many members in each.
///
/// # Errors
///
/// As [`open`].
pub async fn fill(
    address: SocketAddr,
    rooms: usize,
    members: usize,
    pulse: &Pulse,
    bar: &ProgressBar,
) -> Result<Vec<Company>> {
    let mut companies = open_all(address, rooms, members, pulse, bar).await?;
    // One more at each table, then one more at each: rooms fill side by side, as they do in the morning.
    let mut newcomers = (1..members).flat_map(|place| (0..rooms).map(move |room| (room, place)));
    let mut coming = JoinSet::new();
    loop {
        while coming.len() < NEWCOMERS_AT_ONCE_MAX
            && let Some((room, place)) = newcomers.next()
        {
            let (table, number) = (companies[room].table.clone(), room * members + place);
            coming.spawn_local(async move {
                let member = Member::come(&table, address, number, &Absent::newcomer(None)).await?;
                member.join(&nickname(place)).await?;
                anyhow::Ok((room, member))
            });
        }
        let Some(come) = coming.join_next().await else { break };
        let (room, member) = come.context("a newcomer panicked")??;
        companies[room].members.push(member);
        bar.inc(1);
    }
    for company in &companies {
        company.table.settled().await?;
    }
    Ok(companies)
}

async fn open_all(
    address: SocketAddr,
    rooms: usize,
    members: usize,
    pulse: &Pulse,
    bar: &ProgressBar,
) -> Result<Vec<Company>> {
    let (mut companies, mut opening, mut next) = (vec![], JoinSet::new(), 0..rooms);
    loop {
        while opening.len() < NEWCOMERS_AT_ONCE_MAX
            && let Some(room) = next.next()
        {
            let pulse = pulse.clone();
            opening.spawn_local(async move { open(address, room * members, &pulse).await });
        }
        let Some(company) = opening.join_next().await else { return Ok(companies) };
        companies.push(company.context("a moderator panicked")??);
        bar.inc(1);
    }
}

/// So many come to each table, and look on without a seat.
///
/// # Errors
///
/// As [`open`].
pub async fn look_on(
    address: SocketAddr,
    tables: &[Rc<Table>],
    each: usize,
    bar: &ProgressBar,
) -> Result<Vec<Vec<Member>>> {
    let mut members: Vec<_> = tables.iter().map(|_| vec![]).collect();
    let mut newcomers = (0..tables.len() * each).map(|number| (number / each, number));
    let mut coming = JoinSet::new();
    loop {
        while coming.len() < NEWCOMERS_AT_ONCE_MAX
            && let Some((room, number)) = newcomers.next()
        {
            let table = tables[room].clone();
            coming.spawn_local(async move {
                anyhow::Ok((room, Member::come(&table, address, number, &Absent::newcomer(None)).await?))
            });
        }
        let Some(come) = coming.join_next().await else { return Ok(members) };
        let (room, member) = come.context("a newcomer panicked")??;
        members[room].push(member);
        bar.inc(1);
    }
}

/// Whether all rooms are what their members made of what they were told.
///
/// # Errors
///
/// When one is not.
pub async fn verify(address: SocketAddr, companies: &[Company]) -> Result<()> {
    for company in companies {
        company.table.verify(address, &company.members).await?;
    }
    Ok(())
}
