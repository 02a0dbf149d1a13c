import { describe, expect, test } from '@jest/globals';
import { divisionName } from './division-names.js';

describe('names of divisions', () => {
  test.each([
    ['110108', '海淀区', '北京市海淀区', true],
    ['310115', '浦东新区', '上海市浦东新区', true],
    ['330106', '西湖区', '浙江省杭州市西湖区', true],
    ['330100', '杭州市', '浙江省杭州市', true],
    ['110000', '北京市', '北京市', true],
    ['429004', '仙桃市', '湖北省仙桃市', true],
    ['659001', '石河子市', '新疆维吾尔自治区石河子市', true],
    ['500230', '丰都县', '重庆市丰都县', true],
    ['441900', '东莞市', '广东省东莞市', true],
    ['710000', '台湾省', '台湾省', true],
    ['810000', '香港特别行政区', '香港特别行政区', true],
    ['820000', '澳门特别行政区', '澳门特别行政区', true],
    ['330199', '330199', '浙江省杭州市', false],
    ['100000', '全国', '全国', true],
    ['990101', '990101', '990101', false],
    ['000000', '全国', '全国', true],
    ['110199', '110199', '北京市', false],
    ['constructor', 'constructor', 'constructor', false],
  ])('%s is %s', (code, name, full, known) => expect(divisionName(code)).toEqual({ name, full, known }));
});
