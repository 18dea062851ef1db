/** Text that another app shares with Kring: it goes to the page behind the #, which no server ever sees. */

const PARTS = ['title', 'text', 'url'];

/** Where the page that takes what was shared is found. */
export function placeOf(form: FormData): string {
  const shared = new URLSearchParams();
  for (const part of PARTS) {
    const value = form.get(part);
    if (typeof value === 'string' && value.trim()) shared.set(part, value.trim());
  }
  return `/prepare#${shared.toString()}`;
}

export const share = async (request: Request): Promise<Response> =>
  Response.redirect(placeOf(await request.formData()), 303);
