//! The names of columns: what each is for, and which tool uses such names.
//!
//! A name is compared by its letters and digits alone, without regard to case: `Issue key`, `issue_key` and `IssueKey`
//! are one. Of Jira's `Custom field (Story Points)` the part in brackets counts, in each of Jira's languages.

use super::preview::{Tool, Use};
use crate::limits::HEADER_CHARS_MAX;

/// Names, by what they are for. Where a table has columns from several groups of one use, those of the first group have
/// it: so `Issue key` is the key beside `Issue id`, which is the key where it stands alone.
const NAMES: [(Use, &[&str]); 10] = [
    // English, German, French, Spanish, Italian, Portuguese, Dutch, Polish.
    (
        Use::Title,
        &[
            "title",
            "summary",
            "issuetitle",
            "taskname",
            "cardname",
            "storyname",
            "cardtitle",
            "titel",
            "zusammenfassung",
            "titre",
            "résumé",
            "resume",
            "título",
            "titulo",
            "resumen",
            "titolo",
            "riepilogo",
            "resumo",
            "samenvatting",
            "tytuł",
            "podsumowanie",
        ],
    ),
    (
        Use::Title,
        &[
            "name",
            "subject",
            "story",
            "userstory",
            "task",
            "topic",
            "item",
            "feature",
            "headline",
            "content",
            "aufgabe",
            "thema",
            "betreff",
            "bezeichnung",
            "nom",
            "sujet",
            "tâche",
            "intitulé",
            "nombre",
            "asunto",
            "tarea",
            "nome",
            "oggetto",
            "tarefa",
            "assunto",
            "naam",
            "onderwerp",
            "taak",
            "nazwa",
            "zadanie",
            "temat",
        ],
    ),
    (
        Use::Key,
        &[
            "issuekey",
            "key",
            "ticket",
            "ticketkey",
            "identifier",
            "vorgangsschlüssel",
            "schlüssel",
            "clédeticket",
            "clé",
            "clavedeincidencia",
            "clave",
            "chavedaitem",
            "chave",
            "chiave",
            "sleutel",
            "klucz",
        ],
    ),
    (
        Use::Key,
        &[
            "id",
            "issueid",
            "issuenumber",
            "number",
            "nr",
            "no",
            "num",
            "iid",
            "ticketid",
            "taskid",
            "storyid",
            "cardid",
            "workitemid",
            "issueiid",
            "vorgangsid",
            "vorgangsnummer",
            "nummer",
            "numéro",
            "número",
            "numero",
            "numer",
        ],
    ),
    (
        Use::Link,
        &[
            "url",
            "link",
            "weburl",
            "htmlurl",
            "issueurl",
            "cardurl",
            "permalink",
            "weblink",
            "href",
            "appurl",
            "lien",
            "enlace",
            "collegamento",
            "adresse",
        ],
    ),
    (
        Use::Notes,
        &[
            "description",
            "body",
            "issuedescription",
            "carddescription",
            "taskcontent",
            "beschreibung",
            "descripción",
            "descripcion",
            "descrizione",
            "descrição",
            "descricao",
            "omschrijving",
            "beschrijving",
            "opis",
        ],
    ),
    (Use::Notes, &["notes", "note", "details", "acceptancecriteria", "notizen", "anmerkungen", "notas", "szczegóły"]),
    // Jira has one for each kind of project, Azure DevOps one for each kind of work.
    (Use::Estimate, &["storypoints", "storypointestimate", "storypoint", "effort", "storypunkte"]),
    (
        Use::Estimate,
        &[
            "estimate",
            "points",
            "size",
            "sp",
            "estimation",
            "punkte",
            "schätzung",
            "aufwand",
            "größe",
            "estimación",
            "puntos",
            "puntosdehistoria",
            "estimativa",
            "pontos",
            "stima",
            "punti",
            "punten",
            "schatting",
            "punkty",
        ],
    ),
    (Use::Estimate, &["weight"]),
];

/// How Jira begins the names of fields that are no fields of its own.
const CUSTOM: [&str; 6] = [
    "custom field",
    "benutzerdefinierte",
    "champ personnalisé",
    "campo personalizado",
    "campo personalizzato",
    "aangepast",
];

/// What a column of this name is for.
pub(crate) fn meaning(name: &str) -> Use {
    group(name).map_or(Use::Nothing, |group| NAMES[group].0)
}

/// What each of the columns is for.
pub(crate) fn uses<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Use> {
    let groups: Vec<Option<usize>> = names.map(group).collect();
    let is_first = |group: usize| {
        let (r#use, _) = NAMES[group];
        !groups.iter().flatten().any(|other| *other < group && NAMES[*other].0 == r#use)
    };
    // Asked of each group once, as there can be many columns.
    let first: Vec<bool> = (0..NAMES.len()).map(is_first).collect();
    let r#use = |group: &Option<usize>| match group {
        Some(group) if first[*group] => NAMES[*group].0,
        _ => Use::Nothing,
    };
    groups.iter().map(r#use).collect()
}

/// Who wrote a table with such columns.
pub(crate) fn tool<'a>(names: impl Iterator<Item = &'a str>) -> Option<Tool> {
    let names: Vec<String> = names.map(plain).collect();
    let has = |all: &[&str]| all.iter().all(|name| names.iter().any(|other| other == name));
    if has(&["workitemtype"]) {
        Some(Tool::AzureDevOps)
    } else if has(&["issuekey", "summary", "issueid"]) || has(&["issuekey", "issuetype"]) || has(&["vorgangsschlüssel"])
    {
        Some(Tool::Jira)
    } else if has(&["id", "team", "title", "status"]) {
        Some(Tool::Linear)
    } else if has(&["issueid", "title", "url", "state"]) {
        Some(Tool::GitLab)
    } else if has(&["title", "url", "assignees"]) || has(&["number", "title"]) {
        Some(Tool::GitHub)
    } else {
        None
    }
}

/// Whether the column is one of a tree of Azure DevOps, `Title 2`: the title stands in the one for its depth.
pub(crate) fn is_title_of_tree(name: &str) -> bool {
    plain(name).strip_prefix("title").is_some_and(|depth| depth.len() == 1 && depth.as_bytes()[0].is_ascii_digit())
}

fn group(name: &str) -> Option<usize> {
    if name.chars().nth(HEADER_CHARS_MAX).is_some() {
        return None;
    }
    let name = if is_title_of_tree(name) { "title".to_owned() } else { plain(name) };
    NAMES.iter().position(|(_, names)| names.contains(&name.as_str()))
}

/// The letters and digits of a name.
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    if name == "#" {
        return "number".to_owned();
    }
    let of_custom = |name: &str| {
        let (before, inside) = name.split_once('(')?;
        let is_custom = CUSTOM.iter().any(|custom| before.trim_start().starts_with(custom));
        is_custom.then(|| inside.to_owned())
    };
    let name = of_custom(&name).unwrap_or(name);
    name.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Use::{Estimate, Key, Link, Notes, Nothing, Title};

    fn found(names: &str) -> (Vec<Use>, Option<Tool>) {
        (uses(names.split(',')), tool(names.split(',')))
    }

    #[test]
    fn a_name_is_its_letters_and_digits() {
        for name in ["Issue key", "ISSUE_KEY", " issue-key: ", "IssueKey"] {
            assert_eq!(meaning(name), Key, "{name}");
        }
        for name in
            ["Custom field (Story Points)", "Benutzerdefiniertes Feld (Story Points)", "Story points", "Schätzung"]
        {
            assert_eq!(meaning(name), Estimate, "{name}");
        }
        for name in ["#", "No.", "Número"] {
            assert_eq!(meaning(name), Key, "{name}");
        }
    }

    #[test]
    fn what_is_like_a_name_is_none() {
        for name in [
            "Parent summary",
            "Project key",
            "Original estimate",
            "Time Estimate",
            "Custom field (Points of view)",
            "Key (old)",
            "Title 12",
            "Title a",
            "",
            "Project name",
        ] {
            assert_eq!(meaning(name), Nothing, "{name}");
        }
        assert_eq!(meaning(&format!("Title{}", " ".repeat(HEADER_CHARS_MAX))), Nothing);
    }

    #[test]
    fn the_columns_of_each_tool_are_known() {
        let jira = "Summary,Issue key,Issue id,Issue Type,Status,Description,Custom field (Story Points),Labels,Labels";
        let uses = vec![Title, Key, Nothing, Nothing, Nothing, Notes, Estimate, Nothing, Nothing];
        assert_eq!(found(jira), (uses, Some(Tool::Jira)));
        let jira = "Zusammenfassung,Vorgangsschlüssel,Vorgangs-ID,Beschreibung";
        assert_eq!(found(jira), (vec![Title, Key, Nothing, Notes], Some(Tool::Jira)));
        let github = "number,title,state,url,body";
        assert_eq!(found(github), (vec![Key, Title, Nothing, Link, Notes], Some(Tool::GitHub)));
        let project = "Title,URL,Assignees,Status,Estimate";
        assert_eq!(found(project), (vec![Title, Link, Nothing, Nothing, Estimate], Some(Tool::GitHub)));
        let gitlab = "Title,Description,Issue ID,URL,State,Weight,Time Estimate";
        assert_eq!(found(gitlab), (vec![Title, Notes, Key, Link, Nothing, Estimate, Nothing], Some(Tool::GitLab)));
        let azure = "ID,Work Item Type,Title 1,Title 2,State,Story Points,Effort";
        let uses = vec![Key, Nothing, Title, Title, Nothing, Estimate, Estimate];
        assert_eq!(found(azure), (uses, Some(Tool::AzureDevOps)));
        let linear = "ID,Team,Title,Description,Status,Estimate,Project ID,UUID";
        let uses = vec![Key, Nothing, Title, Notes, Nothing, Estimate, Nothing, Nothing];
        assert_eq!(found(linear), (uses, Some(Tool::Linear)));
    }

    #[test]
    fn the_better_name_of_two_wins_wherever_it_stands() {
        assert_eq!(found("ID,Key,Name,Title").0, [Nothing, Key, Nothing, Title]);
        assert_eq!(found("Weight,Points").0, [Nothing, Estimate]);
        assert_eq!(found("Name,ID").0, [Title, Key]);
    }

    #[test]
    fn no_name_stands_twice() {
        let mut names: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| plain(name) == *name));
    }
}
