//! Notes: Markdown that people wrote, as HTML that is safe to put into a page.
//!
//! The parser makes HTML of it and the cleaner keeps of that what is on a list: tags without style, class or script, and links
//! that lead to the web. HTML that somebody wrote into the Markdown is cleaned as well. Nothing is loaded from elsewhere:
//! where an image stood, there is a link to it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::limits::{NOTES_NESTING_MAX, NOTES_RAW_TAGS_MAX};

/// What may be in the HTML, which stands below the headings of a page.
const TAGS: [&str; 39] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "samp",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(TAGS.into())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href", "title"])), ("ol", HashSet::from(["start"]))]))
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("noopener noreferrer nofollow"))
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::Deny)
        .clean_content_tags(["script", "style", "svg", "math", "template", "iframe", "object"].into());
    cleaner
});

/// The notes as a fragment of HTML; empty if they are.
pub fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut nesting = Nesting::default();
    let mut raw_tags = 0;
    let markdown: String = markdown.split_inclusive('\n').map(bounded).flat_map(<[&str; 2]>::from).collect();
    let events = Parser::new_ext(&markdown, options).filter_map(|event| nesting.bound(event));
    let events = events.map(|event| match event {
        // Whoever wants many tags wants something else than notes.
        Event::Html(text) | Event::InlineHtml(text) if raw_tags > NOTES_RAW_TAGS_MAX => Event::Text(text),
        Event::Html(text) => {
            raw_tags += text.matches('<').count();
            if raw_tags > NOTES_RAW_TAGS_MAX { Event::Text(text) } else { Event::Html(text) }
        }
        Event::InlineHtml(text) => {
            raw_tags += 1;
            Event::InlineHtml(text)
        }
        Event::Start(Tag::Image { dest_url, title, .. }) => Event::Start(link(dest_url, title)),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::Start(Tag::Heading { level, .. }) => Event::Start(heading(below(level))),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        Event::TaskListMarker(true) => Event::Text("☑ ".into()),
        Event::TaskListMarker(false) => Event::Text("☐ ".into()),
        other => other,
    });
    let mut made = String::with_capacity(2 * markdown.len());
    html::push_html(&mut made, events);
    CLEANER.clean(&made).to_string()
}

/// The line without the marks of quotes and lists at its beginning that are beyond [`NOTES_NESTING_MAX`]: the parser looks at
/// all that are open with each further line.
fn bounded(line: &str) -> (&str, &str) {
    let mut rest = line;
    let mut marks = 0;
    let mut kept = line.len();
    while let Some(behind) = behind_mark(rest) {
        if marks == NOTES_NESTING_MAX {
            kept = line.len() - rest.len();
        }
        marks += 1;
        rest = behind;
    }
    if marks > NOTES_NESTING_MAX { (&line[..kept], rest) } else { (line, "") }
}

/// What is behind the mark of a quote or a list item, if the text begins with one.
fn behind_mark(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\t']);
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let item = text.strip_prefix(['-', '+', '*']);
    let item = item.or_else(|| number.strip_prefix(['.', ')']).filter(|_| number.len() < text.len()));
    text.strip_prefix('>').or_else(|| item.filter(|rest| rest.starts_with([' ', '\t'])))
}

fn link<'a>(dest_url: CowStr<'a>, title: CowStr<'a>) -> Tag<'a> {
    Tag::Link { link_type: LinkType::Inline, dest_url, title, id: "".into() }
}

fn heading<'a>(level: HeadingLevel) -> Tag<'a> {
    Tag::Heading { level, id: None, classes: vec![], attrs: vec![] }
}

/// Two levels below: the page has its own first ones.
fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

/// How deep in quotes, lists and other marks the parser is. What would be deeper than [`NOTES_NESTING_MAX`] loses its marks
/// and keeps its words: whoever reads the HTML, the cleaner first, needs time and memory by its depth.
#[derive(Default)]
struct Nesting {
    depth: usize,
}

impl Nesting {
    fn bound<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        let depth = match event {
            Event::Start(_) => {
                self.depth += 1;
                self.depth
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.depth + 1
            }
            _ => 0,
        };
        (depth <= NOTES_NESTING_MAX).then_some(event)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use shared::limits::NOTES_BYTES_MAX;

    use super::*;

    #[test]
    fn a6_markdown_becomes_html() {
        for (markdown, html) in [
            ("", ""),
            (
                "One *two* **three** ~~four~~ `five`",
                "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>five</code></p>\n",
            ),
            ("# Why\n## How", "<h3>Why</h3>\n<h4>How</h4>\n"),
            ("- [x] done\n- [ ] not", "<ul>\n<li>☑ done</li>\n<li>☐ not</li>\n</ul>\n"),
            ("4. four", "<ol start=\"4\">\n<li>four</li>\n</ol>\n"),
            ("```rust\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"),
            ("H<sub>2</sub>O<br>a &amp; b", "<p>H<sub>2</sub>O<br>a &amp; b</p>\n"),
        ] {
            assert_eq!(to_html(markdown), html, "{markdown}");
        }
        let table = to_html("| a | b |\n|:-|-:|\n| 1 | 2 |");
        assert!(table.contains("<th>a</th><th>b</th>") && table.contains("<td>1</td><td>2</td>"), "{table}");
    }

    #[test]
    fn a6_a_link_leads_to_the_web_and_takes_nothing_along() {
        let rel = "rel=\"noopener noreferrer nofollow\"";
        let link = to_html("[Jira](https://example.org/TEAM-1 \"The story\")");
        for part in ["href=\"https://example.org/TEAM-1\"", "title=\"The story\"", "target=\"_blank\"", rel] {
            assert!(link.contains(part), "{link}");
        }
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java&#10;script:alert(1)",
            "&#106;avascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.org/x",
            "/rooms",
            "?like=x",
        ] {
            for markdown in
                [format!("[x](<{target}>)"), format!("<a href=\"{target}\">x</a>"), format!("![x](<{target}>)")]
            {
                assert!(!to_html(&markdown).contains("href"), "{}", to_html(&markdown));
            }
        }
    }

    #[test]
    fn a6_an_image_is_a_link_and_nothing_is_loaded() {
        let image = to_html("![A chart](https://example.org/chart.png)");
        assert!(image.contains("href=\"https://example.org/chart.png\"") && image.contains(">A chart</a>"), "{image}");
        for markdown in [
            "![x](https://example.org/x.png)",
            "[![x](https://example.org/x.png)](https://example.org)",
            "<img src=https://example.org/x.png>",
            "<picture><source srcset=https://example.org/x.png></picture>",
            "<video src=https://example.org/x.mp4 poster=https://example.org/x.png></video>",
            "<input type=image src=https://example.org/x.png>",
            "<table background=https://example.org/x.png><tr><td>x</td></tr></table>",
        ] {
            let html = to_html(markdown);
            for loads in ["<img", "src", "poster", "background", "<source", "<video", "<input"] {
                assert!(!html.contains(loads), "{html}");
            }
        }
    }

    #[test]
    fn a6_nothing_of_a_script_or_a_style_is_left() {
        for markdown in [
            "<script>alert(1)</script>",
            "a <script>alert(1)</script> b",
            "<scr<script>ipt>alert(1)</scr</script>ipt>",
            "<svg onload=alert(1)><script>alert(1)</script></svg>",
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "<img src=x onerror=alert(1)>",
            "<div onclick=alert(1) style=\"position:fixed\" class=seat id=room>x</div>",
            "<style>body{display:none}</style>",
            "<p style=\"background:url(javascript:alert(1))\">x</p>",
            "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
            "<form action=/rooms><button formaction=javascript:alert(1)>x</button></form>",
            "<base href=https://example.org/><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
            "<template><script>alert(1)</script></template>",
            "<a href=https://example.org onmouseover=alert(1) rel=opener target=_self name=x>x</a>",
            "<details ontoggle=alert(1) open>x</details>",
            "``` \"><script>alert(1)</script>\nx\n```",
            "[x](https://example.org/\"onmouseover=alert(1)//)",
            "# x {#room .seat onclick=alert(1)}",
        ] {
            let html = to_html(markdown);
            // What is text is escaped: only what is in a tag can do anything.
            let tags: String =
                html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect::<Vec<_>>().join("\n");
            for bad in [
                "script", "style", "svg", "math", "iframe", "form", "base", "meta", "template", "class=", "id=",
                "name=", "opener\"", "_self",
            ] {
                assert!(!tags.contains(bad), "{markdown}: {html}");
            }
            let attributes = tags.split(|c: char| c.is_whitespace()).filter(|word| word.starts_with("on"));
            assert_eq!(attributes.count(), 0, "{markdown}: {html}");
        }
    }

    #[test]
    fn a6_comments_of_html_are_not_shown() {
        for markdown in ["a <!-- hidden --> b", "<!-- hidden\n\nhidden -->\n\na b", "<!-- hidden", "<![CDATA[hidden]]>"]
        {
            assert!(!to_html(markdown).contains("hidden"), "{}", to_html(markdown));
        }
    }

    /// The deepest place of the HTML.
    fn depth(html: &str) -> usize {
        let (mut depth, mut deepest) = (0_usize, 0);
        for tag in html.split('<').skip(1) {
            let is_void = ["br", "hr"].iter().any(|void| tag.starts_with(void));
            match tag.starts_with('/') {
                true => depth -= 1,
                false if !is_void => depth += 1,
                false => {}
            }
            deepest = deepest.max(depth);
        }
        deepest
    }

    #[test]
    fn a6_however_deep_something_is_nested_it_is_quick_and_shallow() {
        let lists: String = (0..170).map(|level| format!("{}- a\n", " ".repeat(level))).collect();
        for (what, markdown) in [
            ("quotes", ">".repeat(10_000)),
            ("quotes with words", format!("{} deep", ">".repeat(16_000))),
            ("quotes of many lines", format!("{}a\n{}", ">".repeat(8_000), "b\n".repeat(4_000))),
            ("lists", lists),
            ("lists of many lines", format!("{}a\n{}", "- ".repeat(4_000), "b\n".repeat(4_000))),
            ("numbers of many lines", format!("{}a\n{}", "1. ".repeat(2_600), "b\n".repeat(4_000))),
            ("lists on a line", "- ".repeat(8_000)),
            ("links", "[".repeat(16_000)),
            ("links that end", format!("{}a{}", "[".repeat(8_000), "](b)".repeat(2_000))),
            ("stars", "*a **a ".repeat(2_300)),
            ("images", "![".repeat(8_000)),
            ("tags of one kind", "<b>".repeat(5_400)),
            ("tags of a block", "<div>".repeat(3_200)),
            ("tags of many kinds", "<b><i><u><s><a href=http://a>".repeat(560)),
            ("tables in tables", "<table><tr><td>".repeat(1_000)),
            ("tags that end wrongly", "<b><p>".repeat(2_600)),
            ("comments", "<!--".repeat(4_000)),
            ("ticks", (1..180).map(|count| "`".repeat(count) + "a").collect()),
            ("entities", "&amp;".repeat(3_200)),
        ] {
            assert!(markdown.len() <= NOTES_BYTES_MAX, "{what}");
            let began = Instant::now();
            let html = to_html(&markdown);
            let took = began.elapsed();
            println!("{what}: {took:?}, {} bytes, {} deep", html.len(), depth(&html));
            assert!(took < Duration::from_secs(5), "{what}: {took:?}");
            assert!(depth(&html) <= NOTES_NESTING_MAX + 2 * NOTES_RAW_TAGS_MAX + 4, "{what}: {}", depth(&html));
        }
        for mark in [">", "> ", "- ", "* > 12. "] {
            let words = to_html(&format!("{}deep down\n\nand on", mark.repeat(1_000)));
            assert!(words.contains("deep down") && words.contains("<p>and on</p>"), "{mark}: {words}");
        }
        let rule = to_html(&"-".repeat(100));
        assert_eq!(rule, "<hr>\n");
    }
}
