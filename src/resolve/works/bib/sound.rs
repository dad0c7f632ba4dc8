//! What the library would follow for ever, or too deep, is mended before it sees it: braces within braces,
//! abbreviations that are made of themselves, works that take their fields from themselves.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use biblatex::{Entry, RawBibliography, RawChunk, Spanned};

use super::{APART, File, apart};

/// Braces within braces that anybody means; each costs the library a call within a call.
const DEPTH: usize = 32;

/// What all abbreviations may become when they are written out, in bytes: as much as a text may hold.
const ROOM: usize = 16 << 20;

/// What a piece of an abbreviation takes, however short it is.
const STEP: usize = 32;

/// How many works one may take its fields from, those counted that they take theirs from.
const FROM: usize = 100;

/// The file with blanks in the place of braces that stand too deep, so that all places stay as they are.
pub(super) fn shallow<'t>(file: &File<'t>) -> Cow<'t, str> {
    let mut deep: Vec<usize> = Vec::new();
    let (mut depth, mut fresh, mut told, mut escaped) = (0usize, true, false, false);
    for (at, byte) in file.text.bytes().enumerate() {
        let escapes = byte == b'\\' && !escaped;
        match byte {
            // As broken files are read: each `@` at a line's start begins anew.
            b'@' if fresh => (depth, told) = (0, false),
            b'{' if !escaped => {
                depth += 1;
                if depth > DEPTH {
                    deep.push(at);
                    if !told {
                        told = true;
                        let message = "braces stand too deep within braces; the inner ones are left out".to_owned();
                        file.fault(at..at, message, "one pair of braces protects a word as well as many do");
                    }
                }
            }
            b'}' if !escaped => {
                if depth > DEPTH {
                    deep.push(at);
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        fresh = byte == b'\n' || fresh && byte.is_ascii_whitespace();
        escaped = escapes;
    }
    if deep.is_empty() {
        return Cow::Borrowed(file.text);
    }
    let mut text = String::with_capacity(file.text.len());
    let mut from = 0;
    for at in deep {
        text.push_str(&file.text[from..at]);
        text.push(' ');
        from = at + 1;
    }
    text.push_str(&file.text[from..]);
    Cow::Owned(text)
}

/// Writes out the abbreviations (`@string`). Where one is made of itself, its name stands in its place.
pub(super) fn write_out(raw: &mut RawBibliography, file: &File) {
    let list = std::mem::take(&mut raw.abbreviations);
    // Of two of one name the last holds, as for the library.
    let places: BTreeMap<&str, usize> = list.iter().enumerate().map(|(at, pair)| (pair.key.v, at)).collect();
    let named = |chunk: &Spanned<RawChunk>| match chunk.v {
        RawChunk::Abbreviation(name) => places.get(name).copied(),
        RawChunk::Normal(_) => None,
    };
    let next: Vec<Vec<usize>> = list.iter().map(|pair| pair.value.v.iter().filter_map(named).collect()).collect();
    let Order { order, back } = order(&next);
    for &(from, to) in &back {
        let (name, inner) = (list[from].key.v, list[to].key.v);
        let message = match from == to {
            true => format!("the abbreviation `{name}` is made of itself"),
            false => format!("the abbreviation `{name}` is made of `{inner}`, which is made of it"),
        };
        file.fault(list[from].key.span.clone(), message, "write the text of one of them in braces");
    }
    // How long each becomes, before any is written out: they may double with every step.
    let mut sizes = vec![0usize; list.len()];
    for at in order {
        let sum = list[at].value.v.iter().map(|chunk| match named(chunk) {
            Some(to) if !back.contains(&(at, to)) => sizes[to].saturating_add(STEP),
            Some(_) | None => STEP + chunk.span.len(),
        });
        sizes[at] = sum.fold(0, usize::saturating_add);
    }
    let mut room = ROOM;
    for pair in raw.entries.iter_mut().flat_map(|entry| &mut entry.v.fields) {
        let mut out = Vec::with_capacity(pair.value.v.len());
        let mut left: Vec<(Option<usize>, Spanned<RawChunk>)> = Vec::new();
        left.extend(pair.value.v.drain(..).rev().map(|chunk| (None, chunk)));
        while let Some((holder, chunk)) = left.pop() {
            let (RawChunk::Abbreviation(name), Some(to)) = (&chunk.v, named(&chunk)) else {
                out.push(chunk);
                continue;
            };
            let as_text = Spanned::new(RawChunk::Normal(name), chunk.span.clone());
            if holder.is_some_and(|holder| back.contains(&(holder, to))) {
                out.push(as_text);
            } else if holder.is_some() || sizes[to] <= room {
                room -= if holder.is_none() { sizes[to] } else { 0 };
                left.extend(list[to].value.v.iter().rev().map(|chunk| (Some(to), chunk.clone())));
            } else {
                let message = format!("the abbreviation `{name}` would make the bibliography too long");
                file.fault(chunk.span.clone(), message, "write its text in its place");
                out.push(as_text);
            }
        }
        pair.value.v = out;
    }
}

/// Takes `crossref` and `xdata` from works that take their fields from themselves, or from more works than anybody
/// means. `alone` are the same works in the same order, each by itself.
pub(super) fn unwind(raw: &mut RawBibliography, alone: &[Entry], file: &File) {
    // A later name stands for its work even where an earlier one had it, as for the library.
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (at, entry) in alone.iter().enumerate() {
        places.insert(entry.key.clone(), at);
        places.extend(entry.get_as::<Vec<String>>("ids").into_iter().flatten().map(|name| (name, at)));
    }
    let next: Vec<Vec<usize>> =
        alone.iter().map(|entry| from(entry).filter_map(|name| places.get(&name).copied()).collect()).collect();
    let Order { order, back } = order(&next);
    let mut cost = vec![1usize; alone.len()];
    let mut cut: BTreeMap<usize, String> = BTreeMap::new();
    for (from, _) in back {
        cut.insert(from, format!("the work `{}` takes its fields from itself, in a circle", alone[from].key));
    }
    for at in order {
        if !cut.contains_key(&at) {
            cost[at] = next[at].iter().fold(1, |sum, &to| sum + cost[to]);
        }
        if cost[at] > FROM {
            cost[at] = 1;
            cut.insert(at, format!("the work `{}` takes its fields from more than {FROM} others", alone[at].key));
        }
    }
    for (at, message) in cut {
        let entry = &mut raw.entries[at];
        file.fault(entry.span.clone(), message, "let `crossref` name the work that holds this one");
        entry.v.fields.retain(|field| apart(field.key.v).is_none());
    }
}

/// The works that one takes its fields from, as the library reads them.
fn from(entry: &Entry) -> impl Iterator<Item = String> {
    let [holder, data] = APART;
    let holder = entry.get_as::<String>(holder).into_iter();
    holder.chain(entry.get_as::<Vec<String>>(data).into_iter().flatten())
}

/// Things that lead to others, each after those it leads to, and the steps that would close a circle.
struct Order {
    order: Vec<usize>,
    back: BTreeSet<(usize, usize)>,
}

fn order(next: &[Vec<usize>]) -> Order {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut state = vec![State::New; next.len()];
    let mut found = Order { order: Vec::with_capacity(next.len()), back: BTreeSet::new() };
    for start in 0..next.len() {
        // Without recursion: a chain may be as long as the file.
        let mut path = vec![(start, 0)];
        if state[start] == State::Done {
            continue;
        }
        state[start] = State::Open;
        while let Some((at, step)) = path.last_mut() {
            let from = *at;
            let Some(&to) = next[from].get(*step) else {
                state[from] = State::Done;
                found.order.push(from);
                path.pop();
                continue;
            };
            *step += 1;
            match state[to] {
                State::New => {
                    state[to] = State::Open;
                    path.push((to, 0));
                }
                State::Open => {
                    found.back.insert((from, to));
                }
                State::Done => {}
            }
        }
    }
    found
}
