// Opens a book in a real reading system in headless Chromium, as a person would: the cover, the first text, a page with a
// note, the note touched. Prints what the reading system found as JSON; pictures of each step are kept.
//
//     node reader.mjs MODULES foliate|epubjs BOOK.epub PICTURES
//
// MODULES is the folder with the reading systems (node_modules), PICTURES what the pictures' names begin with.
import fs from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'

const [, , modules, system, book, pictures] = process.argv
const puppeteer = createRequire(path.resolve(modules) + '/')('puppeteer-core')

const FRAME = '<!doctype html><meta charset="utf-8"><style>html, body, #view { margin: 0; height: 100%; width: 100% }</style>'

// Each page gives the same five questions an answer: `shown` when the book is open, `facts`, `go`, `inside`, `notes`.
const PAGES = {
    foliate: `${FRAME}<script type="module">
        import '/modules/foliate-js/view.js'
        import { FootnoteHandler } from '/modules/foliate-js/footnotes.js'
        const view = document.createElement('foliate-view')
        view.style.cssText = 'display: block; height: 100%'
        document.body.append(view)
        const notes = new FootnoteHandler()
        window.popups = []
        notes.addEventListener('before-render', event => {
            event.detail.view.style.cssText = 'position: fixed; inset: 60% 10% 5%; background: white; border: 1px solid'
            document.body.append(event.detail.view)
        })
        notes.addEventListener('render', event => {
            const doc = event.detail.view.renderer.getContents()[0]?.doc ?? event.detail.target?.ownerDocument
            window.popups.push({ type: event.detail.type, text: doc?.body?.textContent.trim() ?? '' })
        })
        view.addEventListener('link', event => notes.handle(view.book, event)?.catch(error => window.wrong = String(error)))
        const file = new File([await (await fetch('/book.epub')).blob()], 'book.epub')
        await view.open(file)
        const shown = new Promise(done => view.addEventListener('relocate', done, { once: true }))
        await view.goTo(0)
        await shown
        const all = list => (list ?? []).flatMap(item => [item, ...all(item.subitems)])
        window.ask = {
            facts: () => ({
                title: view.book.metadata.title, language: view.book.metadata.language, direction: view.book.dir,
                contents: all(view.book.toc).length, pages: all(view.book.pageList).length,
                landmarks: (view.book.landmarks ?? []).length, sections: view.book.sections.length,
            }),
            go: async index => { await view.goTo(index); return view.book.sections.length },
            doc: () => view.renderer.getContents()[0].doc,
        }
        document.title = 'shown'
    </script>`,
    epubjs: `${FRAME}<div id="view"></div>
    <script src="/modules/jszip/dist/jszip.min.js"></script><script src="/modules/epubjs/dist/epub.min.js"></script>
    <script>
        const book = ePub('/book.epub')
        const view = book.renderTo('view', { width: '100%', height: '100%', flow: 'paginated' })
        const all = list => (list ?? []).flatMap(item => [item, ...all(item.subitems)])
        window.ask = {
            facts: () => ({
                title: book.packaging.metadata.title, language: book.packaging.metadata.language,
                direction: book.packaging.metadata.direction, contents: all(book.navigation.toc).length,
                pages: book.pageList?.pageList?.length ?? 0, landmarks: book.navigation.landmarks.length,
                sections: book.spine.length,
            }),
            go: async index => { await view.display(index); return book.spine.length },
            doc: () => view.getContents()[0].document,
        }
        view.once('relocated', () => { document.title = 'shown' })
        view.display()
    </script>`,
}

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json' }

const server = http.createServer((request, response) => {
    const wanted = decodeURIComponent(new URL(request.url, 'http://local').pathname)
    if (wanted === '/') {
        response.setHeader('content-type', 'text/html')
        return response.end(PAGES[system])
    }
    if (wanted === '/favicon.ico') return response.writeHead(204).end()
    const file = wanted === '/book.epub' ? book : path.join(modules, wanted.replace(/^\/modules\//, ''))
    if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) return response.writeHead(404).end()
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
    fs.createReadStream(file).pipe(response)
})
await new Promise(done => server.listen(0, '127.0.0.1', done))

const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
})
const seen = { system, errors: [], fonts: {} }
try {
    const page = await browser.newPage()
    await page.setViewport({ width: 600, height: 800 })
    page.on('pageerror', error => seen.errors.push(`error: ${error.message}`))
    page.on('requestfailed', request => seen.errors.push(`not loaded: ${request.url()}`))
    page.on('response', response => {
        if (response.status() >= 400) seen.errors.push(`${response.status()} ${response.url()}`)
    })
    const begun = Date.now()
    await page.goto(`http://127.0.0.1:${server.address().port}/`)
    await page.waitForFunction(() => document.title === 'shown', { timeout: 60_000 })
    seen.opened = Date.now() - begun
    Object.assign(seen, await page.evaluate(() => window.ask.facts()))
    await page.screenshot({ path: `${pictures}-cover.png` })

    let text = false
    for (let index = 0; index < seen.sections; index++) {
        await page.evaluate(at => window.ask.go(at), index)
        const found = await page.evaluate(async () => {
            const doc = window.ask.doc()
            await doc.fonts.ready
            const fonts = [...doc.fonts].map(font => [`${font.family} ${font.weight} ${font.style}`, font.status])
            const style = doc.defaultView.getComputedStyle(doc.body)
            const note = doc.querySelector('[role~="doc-noteref"]')
            return { fonts, note: !!note, letters: doc.body.textContent.length, mode: style.writingMode }
        })
        // A face that one document has no character of is loaded in another.
        for (const [font, status] of found.fonts) if (seen.fonts[font] !== 'loaded') seen.fonts[font] = status
        seen.mode = found.mode
        if (!text && found.letters > 200 && index > 1) {
            text = true
            await page.screenshot({ path: `${pictures}-text.png` })
        }
        if (found.note && seen.note === undefined && system === 'foliate') {
            seen.note = await page.evaluate(async () => {
                const call = window.ask.doc().querySelector('[role~="doc-noteref"]')
                call.click()
                for (let waited = 0; waited < 50 && window.popups.length === 0; waited++) {
                    await new Promise(done => setTimeout(done, 100))
                }
                return { call: call.textContent.trim(), ...(window.popups[0] ?? { wrong: window.wrong ?? 'nothing opened' }) }
            })
            await new Promise(done => setTimeout(done, 300))
            await page.screenshot({ path: `${pictures}-note.png` })
        }
    }
} catch (error) {
    seen.errors.push(String(error))
}
console.log(JSON.stringify(seen, null, 1))
await browser.close()
server.close()
