// Opens a site in headless Chromium from the disk, as a person would who was given the folder: walks through all pages,
// looks for a word, follows what is found. Prints what was seen as JSON; pictures of each step are kept.
//
//     node site.mjs MODULES FOLDER WORD PICTURES
//
// MODULES is the folder with puppeteer-core and the axe that Ace brings (node_modules), PICTURES what the pictures' names begin with.
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [, , modules, folder, word, pictures] = process.argv
const find = createRequire(path.resolve(modules) + '/')
const puppeteer = find('puppeteer-core')

const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
})
const seen = { errors: [], pages: [], back: [], fonts: {} }
const name = url => decodeURIComponent(new URL(url).pathname.split('/').pop())
// What axe finds wrong with the accessibility of a page.
const judge = async page => {
    await page.addScriptTag({ path: find.resolve('@daisy/axe-core-for-ace/axe.min.js') })
    const { violations } = await page.evaluate(() => axe.run({ preload: false }))
    for (const { id, nodes } of violations) seen.errors.push(`axe: ${id} in ${name(page.url())}: ${nodes[0].html.slice(0, 160)}`)
}
const turn = async (page, rel, to) => {
    for (;;) {
        to.push(name(page.url()))
        const link = await page.$(`nav.turn a[rel="${rel}"]`)
        if (!link || to.length > 10_000) return
        // In turns by a click and by a key: the one that points where the text goes on.
        const right = await page.evaluate(() => document.documentElement.dir === 'ltr') === (rel === 'next')
        const turned = page.waitForNavigation({ waitUntil: 'load' })
        if (to.length % 2) await page.keyboard.press(right ? 'ArrowRight' : 'ArrowLeft')
        else await link.click()
        await turned
    }
}
try {
    const page = await browser.newPage()
    await page.setViewport({ width: 1400, height: 900 })
    const asked = []
    page.on('pageerror', error => seen.errors.push(`error: ${error.message}`))
    page.on('console', message => message.type() === 'error' && seen.errors.push(`error: ${message.text()}`))
    page.on('request', request => asked.push(request.url()))
    page.on('requestfailed', request => seen.errors.push(`not loaded: ${request.url()}`))
    const index = pathToFileURL(path.resolve(folder, 'index.html')).href
    const begun = Date.now()
    await page.goto(index, { waitUntil: 'load' })
    seen.opened = Date.now() - begun
    await page.screenshot({ path: `${pictures}-index.png` })

    await judge(page)
    await turn(page, 'next', seen.pages)
    await judge(page)
    await turn(page, 'prev', seen.back)
    const far = asked.filter(url => !url.startsWith('file:') && !url.startsWith('data:'))
    seen.errors.push(...far.map(url => `fetched from elsewhere: ${url}`))
    if (asked.some(url => url.endsWith('/text.js'))) seen.errors.push('the text to search was loaded before anybody searched')

    // The word is typed, the first result is reached by keys alone.
    await page.focus('form.search input')
    await page.keyboard.type(word)
    await page.waitForSelector('.found a', { timeout: 20_000 })
    seen.said = await page.$eval('.said', said => said.textContent)
    seen.first = await page.$eval('.found a', link => link.textContent)
    seen.marked = await page.$eval('.found a', link => link.querySelector('mark')?.textContent ?? '')
    await page.screenshot({ path: `${pictures}-search.png` })
    await judge(page)
    await page.keyboard.press('ArrowDown')
    const led = page.waitForNavigation({ waitUntil: 'load' })
    await page.keyboard.press('Enter')
    await led
    await new Promise(done => setTimeout(done, 300))
    seen.led = name(page.url())
    seen.highlighted = await page.evaluate(() => {
        const first = [...(CSS.highlights.get('found') ?? [])].map(range => range.getBoundingClientRect())
        return { count: first.length, shown: first.some(box => box.top >= 0 && box.bottom <= innerHeight) }
    })
    await page.screenshot({ path: `${pictures}-found.png` })
    await judge(page)
    Object.assign(seen.fonts, await page.evaluate(async () => {
        await document.fonts.ready
        return Object.fromEntries([...document.fonts].map(font => [`${font.family} ${font.weight} ${font.style}`, font.status]))
    }))

    // Without scripts the text and its contents are all there.
    const plain = await browser.newPage()
    await plain.setJavaScriptEnabled(false)
    await plain.setViewport({ width: 1400, height: 900 })
    await plain.goto(new URL(seen.pages[1] ?? 'index.html', index).href, { waitUntil: 'load' })
    await plain.screenshot({ path: `${pictures}-plain.png` })
    const about = await plain.accessibility.snapshot()
    const all = node => [node, ...(node.children ?? []).flatMap(all)]
    const nodes = all(about)
    seen.plain = {
        links: nodes.filter(node => node.role === 'link').length,
        fields: nodes.filter(node => node.role === 'searchbox').length,
    }
} catch (error) {
    seen.errors.push(String(error))
}
console.log(JSON.stringify(seen, null, 1))
await browser.close()
