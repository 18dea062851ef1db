/** Picks the plural form of a language. */

type Forms = { other: string } & Partial<Record<string, string>>;

/** The chooser for one language; an exact form (`=0`) wins over its category. */
export function pluralIn(language: string): (n: number, forms: Forms) => string {
  let rules: Intl.PluralRules | undefined;
  return (n, forms) =>
    forms[`=${n}`] ?? forms[(rules ??= new Intl.PluralRules(language)).select(n)] ?? forms.other;
}
