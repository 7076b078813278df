import { describe, expect, it } from 'vitest';
import { faultOf, linesOf } from './addresses';

describe('an entry of an address list', () => {
  it.each(['203.0.113.7', '203.0.113.0/24', '0.0.0.0/0', '203.0.113.10-203.0.113.20', '203.0.113.10 - 203.0.113.10', '2001:db8::1', '2001:db8::/32', '::', '::1/128', '1:2:3:4:5:6:7:8'])('takes %s', (entry) => {
    expect(faultOf(entry)).toBeUndefined();
  });

  it.each(['', '203.0.113', '203.0.113.300', '010.0.0.1', '203.0.113.0/33', '203.0.113.0/08', '203.0.113.0/', '203.0.113.9-203.0.113.1', '203.0.113.1-2001:db8::1', '1::2::3', '1:2:3', 'g::1', '1:2:3:4:5:6:7:8:9', '10.0.0.0/8/8', 'desk.example'])('takes no %s', (entry) => {
    expect(faultOf(entry)).toBe('wrong');
  });

  it.each(['203.0.113.7/24', '2001:db8::1/32'])('says of %s that it is not the first of its range', (entry) => {
    expect(faultOf(entry)).toBe('hostBits');
  });
});

it('reads lines and lists with commas', () => {
  expect(linesOf(' 203.0.113.7\n\n10.0.0.0/8, ::1 ')).toEqual(['203.0.113.7', '10.0.0.0/8', '::1']);
});
