import { expect, test } from 'vitest';
import { plain, shown } from '../../src/proof/code.ts';

test.each(['abcdefghijklmnop', 'ABCD-EFGH-IJKL-MNOP', 'abcd efgh ijkl mnop'])(
  'a code is shown in groups of four, however it was written: %s',
  (written) => {
    expect(plain(written)).toBe('ABCDEFGHIJKLMNOP');
    expect(shown(written)).toBe('ABCD-EFGH-IJKL-MNOP');
  },
);
