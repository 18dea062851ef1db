/** A chart as a file: it takes its looks along, because the file knows nothing of the app's styles. */
const LOOKS = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;
const SVG = 'http://www.w3.org/2000/svg';
const HEAD = 56;
const SHARP = 2;

/** A copy of a drawing with a title and a line below it, on the paper of the page. */
function copy(drawing: SVGSVGElement, title: string, note: string): SVGSVGElement {
  const twin = drawing.cloneNode(true) as SVGSVGElement;
  const { clientWidth: wide, clientHeight: high } = drawing;
  const originals = drawing.querySelectorAll('*');
  twin.querySelectorAll('*').forEach((each, index) => {
    const original = originals[index];
    if (!original) return;
    const looks = getComputedStyle(original);
    for (const name of LOOKS) each.setAttribute(name, looks.getPropertyValue(name));
  });
  const page = getComputedStyle(document.body);
  const paper = document.createElementNS(SVG, 'rect');
  Object.entries({ x: 0, y: -HEAD, width: wide, height: high + HEAD }).forEach(([name, value]) => {
    paper.setAttribute(name, String(value));
  });
  paper.setAttribute('fill', getComputedStyle(drawing.closest('.card') ?? drawing).backgroundColor);
  twin.prepend(paper, line(title, 22, '600', page), line(note, 42, '400', page));
  twin.setAttribute('xmlns', SVG);
  twin.setAttribute('viewBox', `0 ${-HEAD} ${wide} ${high + HEAD}`);
  twin.setAttribute('width', String(wide));
  twin.setAttribute('height', String(high + HEAD));
  return twin;
}

function line(words: string, down: number, weight: string, page: CSSStyleDeclaration) {
  const text = document.createElementNS(SVG, 'text');
  const looks = {
    x: 12,
    y: down - HEAD,
    'font-size': weight === '600' ? 16 : 12,
    fill: page.color,
  };
  for (const [name, value] of Object.entries(looks)) text.setAttribute(name, String(value));
  text.setAttribute('font-weight', weight);
  text.setAttribute('font-family', page.fontFamily);
  text.textContent = words;
  return text;
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}

async function painted(drawing: Blob, wide: number, high: number): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(drawing);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = wide * SHARP;
  canvas.height = high * SHARP;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve, reject) => {
    canvas.toBlob((made) => {
      if (made) resolve(made);
      else reject(new Error('the picture was not made'));
    });
  });
}

/** Saves a chart, with its title and what it is of. */
export async function savePicture(
  drawing: SVGSVGElement,
  kind: 'svg' | 'png',
  { title, note, name }: { title: string; note: string; name: string },
): Promise<void> {
  const twin = copy(drawing, title, note);
  const text = new XMLSerializer().serializeToString(twin);
  const file = new Blob([text], { type: 'image/svg+xml' });
  const high = drawing.clientHeight + HEAD;
  save(kind === 'svg' ? file : await painted(file, drawing.clientWidth, high), `${name}.${kind}`);
}
