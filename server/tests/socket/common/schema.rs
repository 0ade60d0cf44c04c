//! What a description in OpenAPI says, compared with what is there: as much of JSON Schema as ours uses.

use serde_json::Value;

/// The description of an API.
pub struct Description(pub Value);

impl Description {
    /// The schema of what that request is answered with, if it has a body.
    pub fn of_answer(&self, path: &str, method: &str, status: u16) -> Option<&Value> {
        let answers = &self.0["paths"][path][method]["responses"];
        let answer = answers.get(status.to_string()).unwrap_or_else(|| panic!("{method} {path} has no {status}"));
        answer.pointer("/content/application~1json/schema")
    }

    /// Asserts that the value is as the schema says, and has nothing that the schema does not name.
    pub fn assert_fits(&self, schema: &Value, value: &Value) {
        let problems = self.problems(schema, value, "$");
        assert!(problems.is_empty(), "{problems:#?}\n{value:#}");
    }

    fn problems(&self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        if let Some(name) = schema["$ref"].as_str() {
            let known = self.0.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} is nowhere"));
            return self.problems(known, value, at);
        }
        if let Some(one_of) = schema["oneOf"].as_array() {
            let fits = |schema: &&Value| self.problems(schema, value, at).is_empty();
            let problem = || vec![format!("{at}: {value} is none of {schema}")];
            return if one_of.iter().filter(fits).count() == 1 { vec![] } else { problem() };
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_u64() || number.is_i64() => "integer",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let types: Vec<&str> = match &schema["type"] {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        };
        let mut problems = vec![];
        if !types.contains(&kind) {
            problems.push(format!("{at}: {value} is a {kind} and no {types:?}"));
        }
        if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
            problems.push(format!("{at}: {value} is none of {}", schema["enum"]));
        }
        for (place, item) in value.as_array().into_iter().flatten().enumerate() {
            problems.extend(self.problems(&schema["items"], item, &format!("{at}[{place}]")));
        }
        let is_listed = schema["properties"].is_object() && schema["additionalProperties"] != Value::Bool(true);
        for (name, field) in value.as_object().into_iter().flatten().filter(|_| is_listed) {
            match schema["properties"].get(name) {
                Some(schema) => problems.extend(self.problems(schema, field, &format!("{at}.{name}"))),
                None => problems.push(format!("{at}.{name} is not described")),
            }
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.as_object().is_some_and(|fields| !fields.contains_key(name)) {
                problems.push(format!("{at}.{name} is not there"));
            }
        }
        problems
    }
}
