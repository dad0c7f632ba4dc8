//! Hayagriva's YAML, as Typst's users write it: works within works (`parent`) become CSL's containers.

use hayagriva::types::{Date, EntryType, FormatString, Person, PersonRole};
use hayagriva::{Entry, io};

use super::item::{Day, Fields, Name};
use super::{File, Works};

/// Reads the works of a YAML file.
pub(super) fn read(file: &File, works: &mut Works) {
    let library = match io::from_yaml_str(file.text) {
        Ok(library) => library,
        Err(error) => {
            let at = error.location().map_or(0, |place| place.index().min(file.text.len()));
            let said = error.to_string();
            let said = said.split(" at line ").next().unwrap_or(&said);
            let help = "mend it; until then none of its works can be cited";
            return file.fault(at..at, format!("the bibliography cannot be read: {said}"), help);
        }
    };
    let mut from = 0;
    for entry in library.iter() {
        let key = entry.key();
        let opens =
            |quote: &str| file.text[from..].find(&format!("\n{quote}{key}{quote}:")).map(|found| from + found + 1);
        let first = file.text.starts_with(&format!("{key}:")).then_some(0);
        let at = first.or_else(|| opens("")).or_else(|| opens("\"")).or_else(|| opens("'")).unwrap_or(from);
        from = at;
        works.add(key.to_owned(), fields(entry), file.lines.span(at..at), file.sink);
    }
}

fn fields(entry: &Entry) -> Fields {
    let mut fields = Fields::of(kind(entry));
    let text = |text: &FormatString| text.value.to_string();
    let parents = entry.parents();
    let conference = parents.iter().find(|parent| *parent.entry_type() == EntryType::Conference);
    let holder = parents.iter().find(|parent| *parent.entry_type() != EntryType::Conference);
    let series = holder.and_then(|holder| holder.parents().first());
    fields.set("title", entry.title().map(text).unwrap_or_default());
    fields.set(
        "title-short",
        entry.title().and_then(|title| title.short.as_ref()).map(|short| short.to_string()).unwrap_or_default(),
    );
    let holds = holder.and_then(Entry::title).map(text).unwrap_or_default();
    // A book within a book stands in a series.
    let whole = matches!(entry.entry_type(), EntryType::Book | EntryType::Anthology | EntryType::Proceedings);
    fields.set(if whole { "collection-title" } else { "container-title" }, holds);
    fields.set(
        "collection-title",
        series
            .and_then(Entry::title)
            .map(text)
            .unwrap_or(fields.text("collection-title").unwrap_or_default().to_owned()),
    );
    fields.set("event-title", conference.and_then(Entry::title).map(text).unwrap_or_default());
    fields.set("event-place", conference.and_then(Entry::location).map(text).unwrap_or_default());
    let publisher = entry.map(|entry| entry.publisher());
    let body = publisher.and_then(|publisher| publisher.name()).map(text);
    fields.set("publisher", body.or_else(|| entry.map(|entry| entry.organization()).map(text)).unwrap_or_default());
    let place = publisher.and_then(|publisher| publisher.location()).or_else(|| entry.location());
    fields.set("publisher-place", place.map(text).unwrap_or_default());
    fields.set(
        "volume",
        entry.map(|entry| entry.volume()).map(|number| number.to_str().into_owned()).unwrap_or_default(),
    );
    fields
        .set("issue", entry.map(|entry| entry.issue()).map(|number| number.to_str().into_owned()).unwrap_or_default());
    fields.set(
        "edition",
        entry.map(|entry| entry.edition()).map(|number| number.to_str().into_owned()).unwrap_or_default(),
    );
    fields.set("page", entry.page_range().map(|pages| pages.to_str().replace('–', "-")).unwrap_or_default());
    fields.set("number-of-pages", entry.page_total().map(|total| total.to_string()).unwrap_or_default());
    for (name, said) in [
        ("genre", entry.genre()),
        ("note", entry.note()),
        ("archive", entry.archive()),
        ("archive_location", entry.archive_location()),
        ("call-number", entry.call_number()),
    ] {
        fields.set(name, said.map(text).unwrap_or_default());
    }
    for (name, key) in
        [("number", "serial"), ("version", "version"), ("DOI", "doi"), ("ISBN", "isbn"), ("ISSN", "issn")]
    {
        fields.set(name, entry.map(|entry| entry.keyed_serial_number(key)).unwrap_or_default());
    }
    if let Some(url) = entry.map(|entry| entry.url()) {
        fields.set("URL", url.value.as_str());
        url.visit_date.iter().for_each(|date| fields.date("accessed", day(date)));
    }
    if let Some(date) = entry.map(|entry| entry.date()) {
        fields.date("issued", day(date));
    }
    fields.names("author", entry.authors().into_iter().flatten().map(name));
    fields.names("editor", entry.editors().or_else(|| holder.and_then(Entry::editors)).into_iter().flatten().map(name));
    fields.names("container-author", holder.and_then(Entry::authors).into_iter().flatten().map(name));
    let affiliated = entry.affiliated().into_iter().flatten().filter(|group| group.role == PersonRole::Translator);
    fields.names("translator", affiliated.flat_map(|group| group.names.iter().map(name)));
    fields.set("language", entry.map(|entry| entry.language()).map(ToString::to_string).unwrap_or_default());
    fields
}

/// CSL's type, by the work and what holds it.
fn kind(entry: &Entry) -> &'static str {
    let within = |kind: EntryType| entry.parents().iter().any(|parent| *parent.entry_type() == kind);
    match entry.entry_type() {
        EntryType::Article if within(EntryType::Newspaper) => "article-newspaper",
        EntryType::Article if within(EntryType::Proceedings) || within(EntryType::Conference) => "paper-conference",
        EntryType::Article if within(EntryType::Blog) => "post-weblog",
        EntryType::Article if within(EntryType::Periodical) => "article-journal",
        EntryType::Article => "article",
        EntryType::Chapter | EntryType::Anthos => "chapter",
        EntryType::Entry if within(EntryType::Reference) => "entry-encyclopedia",
        EntryType::Entry => "entry",
        EntryType::Report => "report",
        EntryType::Thesis => "thesis",
        EntryType::Web | EntryType::Blog | EntryType::Thread => "webpage",
        EntryType::Post => "post",
        EntryType::Patent => "patent",
        EntryType::Case => "legal_case",
        EntryType::Legislation => "legislation",
        EntryType::Newspaper | EntryType::Periodical => "periodical",
        EntryType::Manuscript => "manuscript",
        EntryType::Book | EntryType::Anthology | EntryType::Proceedings | EntryType::Reference => "book",
        EntryType::Repository => "software",
        EntryType::Video => "motion_picture",
        EntryType::Audio => "song",
        EntryType::Artwork | EntryType::Scene => "graphic",
        EntryType::Performance | EntryType::Exhibition | EntryType::Conference => "event",
        EntryType::Misc
            if entry.genre().is_some_and(|genre| {
                ["standard", "标准"].contains(&genre.value.to_string().to_lowercase().as_str())
            }) =>
        {
            "standard"
        }
        EntryType::Misc if entry.url().is_some() => "webpage",
        // The library may learn more types.
        _ => "document",
    }
}

fn name(person: &Person) -> Name {
    let Person { name, given_name, prefix, suffix, .. } = person.clone();
    Name {
        family: name,
        given: given_name.unwrap_or_default(),
        particle: prefix.unwrap_or_default(),
        suffix: suffix.unwrap_or_default(),
    }
}

fn day(date: &Date) -> Day {
    let count = |number: u8| number.saturating_add(1); // They count from nought.
    Day { year: date.year, month: date.month.map(count), day: date.day.map(count), circa: date.approximate }
}
