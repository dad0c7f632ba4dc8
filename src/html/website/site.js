// Search, and pages turned by keys. Everything else works without it. The text to search, and MiniSearch, are loaded when
// the search field is first used: as scripts, which a page opened from a disk may load too.
(() => {
  'use strict'
  const here = document.currentScript.src
  const form = document.querySelector('form.search')
  const field = form.querySelector('input')
  const said = form.querySelector('.said')
  const found = form.querySelector('.found')
  const around = document.querySelector('.around')
  const MOST = 100

  // Han, kana and hangul are found by two characters in a row: they have no spaces between words.
  const CJK = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー〇]'
  const RUN = new RegExp(`${CJK}+|(?:(?!${CJK})[\\p{L}\\p{M}\\p{N}_])+`, 'gu')
  const IS_CJK = new RegExp(`^${CJK}`, 'u')

  // MiniSearch keeps words in a tree of their characters, and looks through all that may come next: with thousands of Han
  // characters it would take ten times as long as with the sixteen signs of their numbers.
  const numbers = new Map()
  const number = char => {
    if (!numbers.has(char)) numbers.set(char, char.codePointAt(0).toString(16).padStart(5, '0'))
    return numbers.get(char)
  }

  // As long as the text itself, so that places in both are the same.
  const fold = text => text.replace(/[\uFF01-\uFF5E]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xFEE0))
    .replace(/\u3000/g, ' ').replace(/\p{Lu}/gu, c => c.toLowerCase().length === c.length ? c.toLowerCase() : c)

  const words = (text, asked) => (fold(text).match(RUN) ?? []).flatMap(run => {
    if (!IS_CJK.test(run)) return [run]
    const chars = Array.from(run, number)
    const pairs = chars.slice(1).map((char, at) => `+${chars[at]}${char}`)
    // The last character begins no pair: it stands alone, so that it is found by itself as well.
    return asked && pairs.length ? pairs : [...pairs, `+${chars[chars.length - 1]}`]
  })
  const partsOf = query => fold(query).split(/\s+/).filter(part => part)

  const load = name => new Promise((done, failed) => {
    const script = document.createElement('script')
    script.src = new URL(name, here).href
    script.onload = done
    script.onerror = failed
    document.head.append(script)
  })
  let ready
  const index = () => ready ??= Promise.all([load('minisearch.js'), load('text.js')]).then(async () => {
    const sections = window.kebenText.map(([href, title, page, text], id) => ({ id, href, title, page, text, all: fold(`${title}\n${text}`) }))
    const search = new MiniSearch({ fields: ['title', 'text'], tokenize: text => words(text), processTerm: word => word })
    await search.addAllAsync(sections, { chunkSize: 10 })
    return { sections, search }
  })

  const find = ({ sections, search }, query) => {
    const parts = partsOf(query)
    const hits = search.search(query, {
      tokenize: text => words(text, true),
      combineWith: 'AND',
      boost: { title: 3 },
      prefix: word => word[0] !== '+' || word.length === 6,
    })
    // Pairs may lie apart from each other; what is shown has the very words.
    return hits.map(hit => sections[hit.id]).filter(({ all }) => parts.every(part => all.includes(part)))
  }

  // The places of the parts in a text, in order, none within another.
  const places = (text, parts) => {
    const folded = fold(text)
    const all = []
    for (const part of parts) {
      for (let at = folded.indexOf(part); at >= 0; at = folded.indexOf(part, at + part.length)) all.push([at, at + part.length])
    }
    let last = 0
    return all.sort((a, b) => a[0] - b[0] || b[1] - a[1]).filter(([from, to]) => from >= last && (last = to))
  }
  const marked = (text, parts) => {
    const nodes = []
    let from = 0
    for (const [start, end] of places(text, parts)) {
      const mark = document.createElement('mark')
      mark.textContent = text.slice(start, end)
      nodes.push(text.slice(from, start), mark)
      from = end
    }
    return [...nodes, text.slice(from)]
  }
  const snippet = (text, parts) => {
    const folded = fold(text)
    const hits = parts.map(part => folded.indexOf(part)).filter(at => at >= 0)
    const at = hits.length ? Math.min(...hits) : 0
    const from = at < 24 ? 0 : at - 16
    const to = from + 70
    // A word of letters is not cut before the hit.
    const lead = from ? `…${text.slice(from, at).replace(/^[\p{Script=Latin}\p{M}_]+/u, '')}` : text.slice(0, at)
    return `${lead}${text.slice(at, to)}${to < text.length ? '…' : ''}`
  }
  const child = (name, ...nodes) => {
    const made = document.createElement(name)
    made.append(...nodes)
    return made
  }

  let asked = 0
  const show = async () => {
    const query = field.value.trim()
    const now = ++asked
    if (around) around.hidden = !!query
    if (!query) {
      said.textContent = ''
      found.replaceChildren()
      return
    }
    if (!ready) said.textContent = form.dataset.reading
    let hits
    try {
      hits = find(await index(), query)
    } catch {
      hits = []
    }
    if (now !== asked) return
    const parts = partsOf(query)
    said.textContent = hits.length ? form.dataset.found.replace('{}', hits.length) : form.dataset.nothing
    found.replaceChildren(...hits.slice(0, MOST).map(({ href, title, page, text }) => {
      const [file, anchor] = href.split('#')
      const link = child('a', child('b', ...marked(title, parts)))
      link.href = `${file}?q=${encodeURIComponent(query)}${anchor ? `#${anchor}` : ''}`
      if (page) link.append(child('small', page))
      if (text) link.append(child('span', ...marked(snippet(text, parts), parts)))
      return child('li', link)
    }))
  }

  form.hidden = false
  field.addEventListener('focus', () => { index(); if (field.value && !found.childElementCount) show() })
  field.addEventListener('input', show)
  form.addEventListener('submit', event => {
    event.preventDefault()
    found.querySelector('a')?.click()
  })
  form.addEventListener('keydown', event => {
    const links = [field, ...found.querySelectorAll('a')]
    const at = links.indexOf(document.activeElement)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && links[at + step]) links[at + step].focus()
    else if (event.key === 'Escape') { field.value = ''; field.focus(); show() }
    else return
    event.preventDefault()
  })

  // What was looked for is marked on the page it was found on, and the reader is led to the first place.
  const mark = query => {
    const main = document.querySelector('main')
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT,
      node => node.parentElement.closest('rt, rp, .noteref, .backlink') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT)
    const nodes = []
    let all = ''
    while (walker.nextNode()) {
      nodes.push([all.length, walker.currentNode])
      all += walker.currentNode.data
    }
    const point = (at, end) => {
      let low = 0
      for (let high = nodes.length; high - low > 1;) {
        const middle = (low + high) >> 1
        if (nodes[middle][0] < at || (!end && nodes[middle][0] === at)) low = middle
        else high = middle
      }
      return [nodes[low][1], at - nodes[low][0]]
    }
    const ranges = places(all, partsOf(query)).map(([from, to]) => {
      const range = document.createRange()
      range.setStart(...point(from, false))
      range.setEnd(...point(to, true))
      return range
    })
    if (window.Highlight && CSS.highlights) CSS.highlights.set('found', new Highlight(...ranges))
    const begin = document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? main
    const first = ranges.find(range => begin.compareDocumentPosition(range.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING)
    first?.startContainer.parentElement.scrollIntoView({ block: 'center' })
  }
  const query = new URLSearchParams(location.search).get('q')
  if (query) {
    field.value = query
    window.addEventListener('load', () => mark(query))
  }

  // Where there is room the contents are open: the stylesheet shows them, and this says so.
  if (around) around.open = matchMedia('(min-width: 64em)').matches
  const current = around?.querySelector('[aria-current]')
  // The entry of the section that is read is marked, where a page has several.
  const entries = [...(around?.querySelectorAll('nav a') ?? [])].filter(link => link.pathname === location.pathname)
  const spots = entries.map(link => [link, link.hash ? document.getElementById(link.hash.slice(1)) : document.body])
  const follow = () => {
    const passed = spots.filter(([, spot]) => spot && spot.getBoundingClientRect().top < innerHeight / 3)
    const now = passed.pop()?.[0] ?? current
    for (const link of [current, ...entries]) link.removeAttribute('aria-current')
    now.setAttribute('aria-current', now === current ? 'page' : 'location')
  }
  if (current && spots.length) window.addEventListener('scroll', () => requestAnimationFrame(follow), { passive: true })
  if (current) around.scrollTop = Math.max(0, current.offsetTop - around.clientHeight / 2)

  document.addEventListener('keydown', event => {
    const plain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
    if (!plain || event.target !== document.body) return
    const [back, on] = document.documentElement.dir === 'rtl' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight']
    const rel = { [back]: 'prev', [on]: 'next' }[event.key]
    if (rel) document.querySelector(`nav.turn a[rel="${rel}"]`)?.click()
  })
})()
