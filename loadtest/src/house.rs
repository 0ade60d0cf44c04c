//! House: tables full of members on one server.

use std::net::SocketAddr;
use std::rc::Rc;

use anyhow::Result;
use harness::rooms;
use indicatif::ProgressBar;

use crate::crowd;
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
    let opening = (0..rooms).map(|room| {
        let pulse = pulse.clone();
        async move { open(address, room * members, &pulse).await }
    });
    let mut companies = crowd::come(opening, bar).await?;
    // One more at each table, then one more at each: rooms fill side by side, as they do in the morning.
    let newcomers = (1..members).flat_map(|place| (0..rooms).map(move |room| (room, place))).map(|(room, place)| {
        let table = companies[room].table.clone();
        async move {
            let member = Member::come(&table, address, room * members + place, &Absent::newcomer(None)).await?;
            member.join(&nickname(place)).await?;
            anyhow::Ok((room, member))
        }
    });
    for (room, member) in crowd::come(newcomers, bar).await? {
        companies[room].members.push(member);
    }
    for company in &companies {
        company.table.settled().await?;
    }
    Ok(companies)
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
    let newcomers = (0..tables.len() * each).map(|number| {
        let (room, table) = (number / each, tables[number / each].clone());
        async move { anyhow::Ok((room, Member::come(&table, address, number, &Absent::newcomer(None)).await?)) }
    });
    let mut members: Vec<_> = tables.iter().map(|_| vec![]).collect();
    for (room, member) in crowd::come(newcomers, bar).await? {
        members[room].push(member);
    }
    Ok(members)
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
