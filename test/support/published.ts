// Published lists and cancellation notices as files, and the command that takes them over.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { formatFilingNumber, issueFilingNumber } from '#domain/filing-number.js';
import { startNode, type TestProcess } from './processes.js';

export const listHeader = ['序号', '算法名称', '角色', '主体名称', '应用产品', '主要用途', '备案编号', '备注'];
export const noticeHeader = ['公告日期', '算法名称', '角色或算法类别', '主体名称', '应用产品', '备案编号', '注销时间'];

/** 备案编号 of an invented filing, as the lists print it. */
export const printedNumber = (entity: string, sequence: number, { division = '110108', year = 23 } = {}): string =>
  formatFilingNumber(issueFilingNumber({ division, entity, year, sequence }));

export const digitsOf = (printed: string): string => printed.replaceAll(/\D/g, '');

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const csvOf = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.map(cell).join(',')}\n`).join('');

/** The cells of a CSV text, row by row, with its header. */
export const cellsOf = (csv: string | Buffer): string[][] => parse(csv, { bom: true });

const folders: string[] = [];
afterAll(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

/** Writes a file of this name into a folder of its own, which goes with the suite; answers its path. */
export async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'beian-list-'));
  folders.push(folder);
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Starts the import as a user would. */
export const startImport = (file: string, url: string, ...more: string[]): TestProcess =>
  startNode(fileURLToPath(new URL('../../apps/import/main.ts', import.meta.url)), { args: [file, '--url', url, ...more] });

export interface Imported {
  code: number | NodeJS.Signals;
  output: string;
}

export async function runImport(file: string, url: string, ...more: string[]): Promise<Imported> {
  const child = startImport(file, url, ...more);
  return { code: await child.exited, output: child.output() };
}

/** Eight rows of invented filings: two of one entity, a supporter, one that has been cancelled, cells with quotes, commas and lines. */
export const inventedList: string[][] = [
  listHeader,
  ['1', '青禾换脸算法', '服务提供者', '北京青禾演示科技有限公司', '青禾（APP）、青禾（小程序）', '应用于短视频场景。', printedNumber('2000001', 1), ''],
  ['2', '青禾写作算法-2', '服务提供者', '北京青禾演示科技有限公司', '青禾（网站）', '应用于写作场景，"续写"正文。', printedNumber('2000001', 2), '2023年8月更新应用产品，新增青禾网站'],
  ['3', '白鹭语音合成算法', '服务技术支持者', '上海白鹭演示智能有限公司', '--', '通过API提供语音合成。', printedNumber('2000002', 1, { division: '310115' }), ''],
  ['4', '远山Chat生成算法', '服务提供者', '杭州远山演示网络有限公司', '远山Chat（APP、网站）', '应用于对话生成场景。\n根据问题生成回答。', printedNumber('2000003', 3, { division: '330110', year: 22 }), ''],
  ['5', '旧塔图像算法', '服务提供者', '广州旧塔演示计算机有限公司', '旧塔(网站)', '应用于图像生成场景。', printedNumber('2000004', 1, { division: '440106' }), '已注销'],
  ['6', '灰鲸特效算法', '服务提供者', '深圳灰鲸演示软件有限公司', '灰鲸（APP）等', '应用于视频特效场景。', printedNumber('2000005', 7, { division: '440305' }), ''],
  ['7', '流萤 AI 绘图算法', '服务提供者', '成都流萤演示科技有限公司', '流萤（其他）', '-', printedNumber('2000006', 1, { division: '510107' }), ''],
  ['8', '长庚人脸融合算法', '服务提供者', '长沙长庚演示传媒有限公司', '长庚（公众账号）', '应用于图片制作场景。', printedNumber('2000007', 1, { division: '430104' }), '2024年1月变更主体名称'],
]; // prettier-ignore

export const inventedNotice: string[][] = [
  noticeHeader,
  ['2025-07-14', '白鹭语音合成算法', '服务技术支持者', '上海白鹭演示智能有限公司', '--', printedNumber('2000002', 1, { division: '310115' }), '2025年7月'],
  ['2025-07-14', '孤舟推送算法', '个性化推送类', '武汉孤舟演示网络有限公司', '孤舟（APP）', printedNumber('2000008', 1, { division: '420102' }), '2025年7月'],
]; // prettier-ignore
