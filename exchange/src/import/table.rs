//! Tables: what their columns are for, and a topic from every record.
//!
//! A record that is shorter than others has empty cells at its end. What is not empty beyond the last name of a column
//! has a column of its own without a name, so that a person can see it and use it. Of several columns for one thing the
//! first cell that is not empty counts; of a tree of titles the last, as it is the one of the record.

use csv::StringRecord;

use super::header;
use super::html;
use super::preview::{
    Column, Draft, Encoding, Format, Found, Line, NotAList, Preview, Reason, Refused, Tool, Use, excerpt,
};
use super::records::{QuoteOpen, Records};
use super::reference::is_number;
use super::sniff::{Shape, guess, width};
use crate::limits::{IMPORT_COLUMNS_MAX, IMPORT_TOPICS_MAX};

/// Reads every record. `mapping` says what the columns are for, in order; a column beyond its end is for nothing.
///
/// # Errors
///
/// [`NotAList::TooManyTopics`], [`NotAList::TooManyColumns`]
pub(crate) fn read(shape: Shape, encoding: Encoding, mapping: Option<&[Use]>) -> Result<Preview, NotAList> {
    let Rows { mut names, rows, mut refused } = rows(shape)?;
    let records: Vec<&StringRecord> = rows.iter().map(|(_, record)| record).collect();
    let columns = records.iter().map(|row| width(row)).chain([width(&names)]).max().unwrap_or(0);
    if columns > IMPORT_COLUMNS_MAX {
        return Err(NotAList::TooManyColumns);
    }
    names.truncate(columns);
    let name = |column: usize| names.get(column).unwrap_or("");
    let mut uses = match mapping {
        Some(mapping) => mapping.to_vec(),
        None if shape.has_names => header::uses(names.iter()),
        None => guess(&records, columns),
    };
    uses.resize(columns, Use::Nothing);
    let samples = samples(&records, columns);
    let tool = if shape.has_names { header::tool(names.iter()) } else { None };
    let reading = Reading::new(&uses, name, tool);
    let mut topics = vec![];
    for (line, record) in &rows {
        let draft = reading.draft(record);
        if draft.title.is_empty() {
            let text = excerpt(&record.iter().collect::<Vec<_>>().join(" "));
            refused.push(Refused { line: *line, reason: Reason::NoTitle, text });
        } else {
            topics.push(Line { line: *line, draft });
        }
    }
    refused.sort_by_key(|refused| refused.line);
    let column = |(column, sample)| Column { header: excerpt(name(column)), r#use: uses[column], sample };
    let columns = samples.into_iter().enumerate().map(column).collect();
    let format = Format::Table { delimiter: shape.delimiter, tool };
    Ok(Preview { found: Found { format, encoding }, columns, topics, refused })
}

struct Rows {
    /// Of the columns; empty if there are none.
    names: StringRecord,
    /// With the lines in which they begin, without those that are empty.
    rows: Vec<(usize, StringRecord)>,
    refused: Vec<Refused>,
}

fn rows(shape: Shape) -> Result<Rows, NotAList> {
    let mut found = Rows { names: StringRecord::new(), rows: vec![], refused: vec![] };
    let mut are_names_next = shape.has_names;
    for record in Records::new(shape.text, shape.delimiter.byte()) {
        match record {
            Err(QuoteOpen { line }) => {
                let text = excerpt(shape.text.lines().nth(line - 1).unwrap_or(""));
                let line = line + shape.lines_before;
                found.refused.push(Refused { line, reason: Reason::QuoteOpen, text });
            }
            Ok((_, record)) if width(&record) == 0 => {}
            Ok((_, record)) if are_names_next => (found.names, are_names_next) = (record, false),
            Ok((line, record)) => found.rows.push((line + shape.lines_before, record)),
        }
        if found.rows.len() + found.refused.len() > IMPORT_TOPICS_MAX {
            return Err(NotAList::TooManyTopics);
        }
    }
    Ok(found)
}

/// The first cell of each column that is not empty.
fn samples(rows: &[&StringRecord], columns: usize) -> Vec<String> {
    let mut samples = vec![String::new(); columns];
    for row in rows {
        for (sample, cell) in samples.iter_mut().zip(row.iter()) {
            if sample.is_empty() && !cell.trim().is_empty() {
                *sample = excerpt(cell);
            }
        }
    }
    samples
}

/// Where in a record to look for what.
struct Reading {
    titles: Vec<usize>,
    keys: Vec<usize>,
    links: Vec<usize>,
    notes: Vec<usize>,
    estimates: Vec<usize>,
    tool: Option<Tool>,
}

impl Reading {
    fn new<'a>(uses: &[Use], name: impl Fn(usize) -> &'a str, tool: Option<Tool>) -> Self {
        let columns = |r#use: Use| (0..uses.len()).filter(|column| uses[*column] == r#use).collect::<Vec<_>>();
        let mut titles = columns(Use::Title);
        if titles.iter().all(|column| header::is_title_of_tree(name(*column))) {
            titles.reverse();
        }
        Self {
            titles,
            keys: columns(Use::Key),
            links: columns(Use::Link),
            notes: columns(Use::Notes),
            estimates: columns(Use::Estimate),
            tool,
        }
    }

    fn draft(&self, record: &StringRecord) -> Draft {
        let first = |columns: &[usize]| {
            let mut cells = columns.iter().filter_map(|column| record.get(*column)).map(str::trim);
            cells.find(|cell| !cell.is_empty()).unwrap_or("").to_owned()
        };
        let mut draft = Draft {
            title: first(&self.titles),
            key: first(&self.keys),
            link: first(&self.links),
            notes: first(&self.notes),
            estimate: first(&self.estimates),
        };
        let writes_numbers = matches!(self.tool, Some(Tool::GitHub | Tool::GitLab | Tool::AzureDevOps));
        if writes_numbers && is_number(&draft.key) {
            draft.key.insert(0, '#');
        }
        // Only Azure DevOps keeps its descriptions as HTML.
        if self.tool == Some(Tool::AzureDevOps) {
            draft.notes = html::to_text(&draft.notes);
        }
        draft.tidied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::sniff::sniff;

    fn result(text: &str, mapping: Option<&[Use]>) -> Result<Preview, NotAList> {
        let shape = sniff(text).unwrap_or_else(|| panic!("{text} is a table"));
        read(shape, Encoding::Utf8, mapping)
    }

    fn preview(text: &str) -> Preview {
        result(text, None).unwrap()
    }

    fn titles(preview: &Preview) -> Vec<(usize, &str)> {
        preview.topics.iter().map(|line| (line.line, line.draft.title.as_str())).collect()
    }

    #[test]
    fn a_record_may_be_short_or_long() {
        let preview = preview("Key,Title,Notes\nT-1,a\nTE-2,b,c,,d d,\n,,\n \nTE-3\n");
        assert_eq!(titles(&preview), [(2, "a"), (3, "b")]);
        assert_eq!(preview.topics[1].draft.notes, "c");
        let expected = Refused { line: 6, reason: Reason::NoTitle, text: "TE-3".into() };
        assert_eq!(preview.refused, [expected]);
        let columns: Vec<_> = preview.columns.iter().map(|it| (it.header.as_str(), it.sample.as_str())).collect();
        assert_eq!(columns, [("Key", "T-1"), ("Title", "a"), ("Notes", "c"), ("", ""), ("", "d d")]);
    }

    #[test]
    fn of_several_columns_for_one_thing_the_first_that_says_something_counts() {
        let text = "Title,Story Points,Story Points,Title\na,,3.0,b\n,5,8,c\n";
        let drafts: Vec<_> = preview(text).topics.into_iter().map(|it| (it.draft.title, it.draft.estimate)).collect();
        assert_eq!(drafts, [("a".into(), "3".into()), ("c".into(), "5".into())]);
        assert_eq!(titles(&preview("Title 1,Title 2\na,\na,b\n")), [(2, "a"), (3, "b")]);
    }

    #[test]
    fn a_person_says_what_the_columns_are_for() {
        let text = "Title,Key,Owner\na,b,c\n";
        let preview = result(text, Some(&[Use::Notes, Use::Nothing, Use::Title, Use::Key, Use::Key])).unwrap();
        assert_eq!(preview.topics[0].draft, Draft { title: "c".into(), notes: "a".into(), ..Draft::default() });
        let uses: Vec<_> = preview.columns.iter().map(|column| column.r#use).collect();
        assert_eq!(uses, [Use::Notes, Use::Nothing, Use::Title]);
        let nothing = result(text, Some(&[])).unwrap();
        assert_eq!((nothing.topics.len(), nothing.refused[0].text.as_str()), (0, "a b c"));
    }

    #[test]
    fn lines_are_counted_from_the_start_of_the_file() {
        assert_eq!(titles(&preview("sep=;\n\nTitle;x\n\"a\nb\";c\n\nd;\n")), [(4, "a\nb"), (7, "d")]);
    }

    #[test]
    fn what_is_behind_an_open_quotation_mark_is_refused_and_said() {
        let preview = preview("sep=,\nTitle,Key\na,TE-1\n,TE-2\n\"b,TE-3\nc,TE-4\n");
        assert_eq!(titles(&preview), [(3, "a")]);
        let refused = |line, reason, text: &str| Refused { line, reason, text: text.into() };
        let expected = [refused(4, Reason::NoTitle, "TE-2"), refused(5, Reason::QuoteOpen, "\"b,TE-3")];
        assert_eq!(preview.refused, expected);
    }

    #[test]
    fn numbers_are_keys_as_their_tool_writes_them() {
        let key = |text: &str| preview(text).topics[0].draft.key.clone();
        assert_eq!(key("number,title\n12,a\n"), "#12");
        assert_eq!(key("ID,Title\n12,a\n"), "12");
        assert_eq!(key("Title,URL\na,https://github.com/acme/shop/issues/12\n"), "#12");
    }

    #[test]
    fn there_is_a_most_of_topics_and_of_columns() {
        let rows = |count: usize| format!("Title,x\n{}", "a,b\n".repeat(count));
        assert_eq!(preview(&rows(IMPORT_TOPICS_MAX)).topics.len(), IMPORT_TOPICS_MAX);
        assert_eq!(result(&rows(IMPORT_TOPICS_MAX + 1), None), Err(NotAList::TooManyTopics));
        let row = |columns: usize| format!("Title,x\na{}b,,\n", ",".repeat(columns - 1));
        assert_eq!(preview(&row(IMPORT_COLUMNS_MAX)).columns.len(), IMPORT_COLUMNS_MAX);
        assert_eq!(result(&row(IMPORT_COLUMNS_MAX + 1), None), Err(NotAList::TooManyColumns));
    }
}
