//! What the manifest says of a book goes over what its texts say, key by key.

use crate::model::{Imprint, Meta, Official, OfficialForm};

/// What the manifest says of a book goes over what its texts say.
pub(super) fn lay_over(meta: &mut Meta, over: &Meta) {
    let Meta {
        title,
        subtitle,
        title_in,
        creators,
        language,
        identifiers,
        publisher,
        date,
        rights,
        description,
        subjects,
        series,
        cover,
        references,
        imprint,
        official,
        places,
    } = over.clone();
    meta.places.lay_over(places);
    if !title.is_empty() {
        meta.title = title;
    }
    if !title_in.is_empty() {
        meta.title_in = title_in;
    }
    if !creators.is_empty() {
        meta.creators = creators;
    }
    if !identifiers.is_empty() {
        meta.identifiers = identifiers;
    }
    if !subjects.is_empty() {
        meta.subjects = subjects;
    }
    meta.subtitle = subtitle.or(meta.subtitle.take());
    meta.language = language.or(meta.language.take());
    meta.publisher = publisher.or(meta.publisher.take());
    meta.date = date.or(meta.date.take());
    meta.rights = rights.or(meta.rights.take());
    meta.description = description.or(meta.description.take());
    meta.series = series.or(meta.series.take());
    meta.cover = cover.or(meta.cover.take());
    meta.references.lay_over(references);
    lay_imprint_over(&mut meta.imprint, imprint);
    match (&mut meta.official, official) {
        (Some(own), Some(over)) => lay_official_over(own, *over),
        (own @ None, over) => *own = over,
        (Some(_), None) => {}
    }
}

fn lay_imprint_over(own: &mut Imprint, over: Imprint) {
    // Taken apart whole: a field added to the model stops here and asks.
    let Imprint {
        edition,
        printing,
        format,
        sheets,
        words,
        copies,
        price,
        cip,
        printer,
        address,
        phone,
        web,
        fonts,
        made,
    } = over;
    for (own, over) in [
        (&mut own.edition, edition),
        (&mut own.printing, printing),
        (&mut own.format, format),
        (&mut own.sheets, sheets),
        (&mut own.words, words),
        (&mut own.copies, copies),
        (&mut own.price, price),
        (&mut own.cip, cip),
        (&mut own.printer, printer),
        (&mut own.address, address),
        (&mut own.phone, phone),
        (&mut own.web, web),
        (&mut own.fonts, fonts),
        (&mut own.made, made),
    ] {
        *own = over.or(own.take());
    }
}

fn lay_official_over(own: &mut Official, over: Official) {
    let Official {
        form,
        copy,
        secrecy,
        term,
        urgency,
        issuers,
        head,
        number,
        signatories,
        addressees,
        attachments,
        signatures,
        date,
        sealed,
        present,
        excused,
        observing,
        note,
        copies_to,
        printed_by,
        printed_on,
    } = over;
    if form != OfficialForm::default() {
        own.form = form;
    }
    own.sealed |= sealed;
    for (own, over) in [
        (&mut own.issuers, issuers),
        (&mut own.signatories, signatories),
        (&mut own.addressees, addressees),
        (&mut own.attachments, attachments),
        (&mut own.signatures, signatures),
        (&mut own.present, present),
        (&mut own.excused, excused),
        (&mut own.observing, observing),
        (&mut own.copies_to, copies_to),
    ] {
        if !over.is_empty() {
            *own = over;
        }
    }
    for (own, over) in [
        (&mut own.copy, copy),
        (&mut own.secrecy, secrecy),
        (&mut own.term, term),
        (&mut own.urgency, urgency),
        (&mut own.head, head),
        (&mut own.number, number),
        (&mut own.date, date),
        (&mut own.note, note),
        (&mut own.printed_by, printed_by),
        (&mut own.printed_on, printed_on),
    ] {
        *own = over.or(own.take());
    }
}
