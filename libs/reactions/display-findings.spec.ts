// DSP 19 ¶3: a filed service shows its number, and a link to the publicity information.
import { describe, expect, test } from '@jest/globals';
import { checkDigit, type FilingNumber } from '#domain/filing-number.js';
import { type DisplayFindings, findDisplay, isPublicityLink } from './display-findings.js';
import { readMarkup } from './markup.js';

const numbered = (first20: string) => `${first20}${checkDigit(first20)}` as FilingNumber;
const number = numbered('11010800000000126001');
const other = numbered('33010000000010123001');
const publicUrl = 'https://beian.example';
const shown = `网信算备${number}号`;

const find = (html: string, isMarkup = true): DisplayFindings =>
  findDisplay(html, 'https://yunying.example/about/', isMarkup, { number, publicUrl });
const wheres = (html: string) => find(html).number.map(({ where, line }) => `${where} ${line}`);
const linked = (href: string) => find(`<p><a href="${href}">备案</a>`).link.length;

describe('the number', () => {
  test('is found in the text of a page, with its line and what stands around it', () =>
    expect(find(`<html>\n<body>\n<footer>© 示例公司 <b>网信算备</b>${number}号</footer>`).number).toEqual([
      { where: 'text', line: 3, excerpt: `© 示例公司 ${shown}` },
    ]));

  test.each([
    ['without prefix', number],
    ['in full-width digits', number.replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
    ['in groups', `${number.slice(0, 6)} ${number.slice(6, 13)}-${number.slice(13)}`],
    [
      'cut up by marks that nobody sees',
      `<span>${number.slice(0, 6)}</span><i>${number.slice(6, 9)}</i>\u200b${number.slice(9)}`,
    ],
    ['as character references', [...number].map((digit) => `&#${digit.charCodeAt(0)};`).join('')],
    ['as hexadecimal ones', [...number].map((digit) => `&#x${digit.charCodeAt(0).toString(16)};`).join('')],
    ['cell by cell', [...number].map((digit) => `<td>${digit}</td>`).join('')],
  ])('is found %s', (_, html) => expect(wheres(`<p>${html}`)).toEqual(['text 1']));

  test('is found in the label of a picture, as such', () =>
    expect(find(`\n<img src="x.svg" alt="${shown} &amp; 备案">`).number).toEqual([
      { where: 'label', line: 2, excerpt: `${shown} & 备案` },
    ]));

  test.each([
    ['in a comment', `<!-- ${number} -->`],
    ['in a script', `<script>var n = "${number}" < 1</script>`],
    ['in a style sheet', `<style>/* ${number} */</style>`],
    ['in a template', `<template><p>${number}</p></template>`],
    ['in the title of the window', `<title>${number}</title>`],
    ['in an address', `<a href="/${number}">x</a>`],
    ['in a name', `<p data-number="${number}" class='${number}'>x</p>`],
    ['as a part of more digits', `<p>1${number} ${number}0</p>`],
    ['in other digits', `<p>${other}</p>`],
    ['after what never ends', `<script>${number}`],
    ['in a comment that never ends', `<!-- ${number}`],
    ['in a tag that never ends', `<p title='${number}`],
  ])('is not found %s', (_, html) => expect(find(html).number.filter(({ where }) => where === 'text')).toEqual([]));

  test('is told five times at most, and numbers of other filings beside it', () => {
    const found = find(`<p>${number}</p>`.repeat(20) + `<p>${other} ${other} 123456789012345678903</p>`);
    expect(found.number).toHaveLength(5);
    expect(found.others).toEqual([other]);
  });

  test('of a plain text is found without any markup', () => {
    expect(find(`<title>\n${number}`, false).number).toEqual([{ where: 'text', line: 2, excerpt: `<title> ${number}` }]);
    expect(find(`<a href="${publicUrl}/f/${number}">`, false).link).toEqual([]);
  });
});

describe('the link', () => {
  test.each([
    `${publicUrl}/f/${number}`,
    `${publicUrl}/zh/filings/${number}`,
    `${publicUrl}/en/filings/${number}/`,
    `${publicUrl}/f/${shown}`,
    `${publicUrl}/f/${encodeURIComponent(shown)}`,
    `http://beian.example/f/${number}?from=app#top`,
    `//beian.example/f/${number}`,
    `https://BEIAN.example:443/f/${number}`,
    `&#104;ttps://beian.example/f/${number}&amp;`.replace('&amp;', '?a=1&amp;b=2'),
  ])('%s is one', (href) => expect(linked(href)).toBe(1));

  test.each([
    `${publicUrl}/f/${other}`,
    `${publicUrl}/f/${other}?instead-of=${number}`,
    `${publicUrl}/`,
    `${publicUrl}/zh/orders/${number}`,
    `${publicUrl}/f/${number}/badge.svg`,
    `${publicUrl}/ja/filings/${number}`,
    `https://beian.example.evil.example/f/${number}`,
    `https://evil.example/https://beian.example/f/${number}`,
    `https://beian.example@evil.example/f/${number}`,
    `https://beian.example:8443/f/${number}`,
    `javascript:location='${publicUrl}/f/${number}'`,
    `/f/${number}`,
    `${publicUrl}/f/%ff${number}`,
    `https://[x/f/${number}`,
  ])('%s is none', (href) => expect(linked(href)).toBe(0));

  test('is read from where the page says that its addresses begin', () => {
    expect(find(`<base href="${publicUrl}/zh/"><a href="../f/${number}">`).link).toMatchObject([{ where: 'link', line: 1 }]);
    expect(find(`<base href="https://[x"><a href="${publicUrl}/f/${number}">`).link).toHaveLength(1);
  });

  test('is told with its words', () =>
    expect(find(`<a class=x href='${publicUrl}/f/${number}'><b>网信\u202e算备</b>\n公示</a>`).link).toEqual([
      { where: 'link', line: 1, excerpt: `网信算备 公示 → ${publicUrl}/f/${number}` },
    ]));

  test('is one below the path of our own address too', () => {
    const sought = { number, publicUrl: 'https://gov.example/beian' };
    expect(isPublicityLink(new URL(`https://gov.example/beian/f/${number}`), sought)).toBe(true);
    expect(isPublicityLink(new URL(`https://gov.example/f/${number}`), sought)).toBe(false);
    expect(isPublicityLink(new URL(`https://gov.example/beianf/${number}`), sought)).toBe(false);
  });
});

describe('a page', () => {
  test('that scripts alone would write is told from one that shows nothing', () => {
    expect(find('<div id="app"></div><script src="app.js"></script>').scriptsOnly).toBe(true);
    expect(find('<p>空</p>').scriptsOnly).toBe(false);
    expect(find(`<p>${'这里有许多文字。'.repeat(10)}</p><script></script>`).scriptsOnly).toBe(false);
  });

  const size = 2 * 1024 * 1024;
  const filled = (piece: string) => piece.repeat(Math.ceil(size / piece.length));
  test.each([
    ['of opening brackets', '<'],
    ['of tags that never end', '<a '],
    ['of tags', '<b>'],
    ['of links to nowhere', `<a href="/${number}">`],
    ['of links to us', `<a href=//beian.example/f/${other}?${number}>`],
    ['of quotes', '<a x="'],
    ['of attributes', '<a a=\'"\' b="\'"'],
    ['of blanks', '<a          \t\n'],
    ['of comments', '<!-- -->'],
    ['of comments that never end', '<!-- '],
    ['of scripts that never end', '<script>'],
    ['of ampersands', '&#'],
    ['of references', '&#x10ffff;'],
    ['of digits', '1'],
    ['of digits with gaps', `${number[0]} - `],
    ['of almost the number', `${number.slice(0, 20)}x `],
    ['of the number', `${number} `],
    ['of lines', '\n'],
  ])('%s, of 2 MiB, is looked through in less than two seconds', (_, piece) => {
    const from = performance.now();
    const found = find(filled(piece));
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(found.number.length).toBe(piece.startsWith(number) ? 5 : 0);
  });

  test('of any bytes is text, and nothing that was hidden is in it', () => {
    const { text } = readMarkup('a<b>1</b>&lt;<script>hidden</script><3 &unknown; &#99999999;</p');
    expect(text.replaceAll('\n', '|')).toBe('a1<||<3 &unknown; &#99999999;|');
  });
});
