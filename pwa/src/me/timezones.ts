/** The time zones that this device knows, the way a person reads them. */

interface Zone {
  value: string;
  label: string;
}

const readable = (zone: string): Zone => {
  const [area = '', ...place] = zone.split('/');
  const spoken = place.join(', ').replaceAll('_', ' ');
  return { value: zone, label: spoken ? `${spoken} (${area})` : area };
};

/** Every zone, with the present one and the device's own first. */
export function timeZones(present: string): Zone[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = Intl.supportedValuesOf('timeZone');
  const first = [...new Set([present, own])];
  return [...first, ...all.filter((zone) => !first.includes(zone))].map(readable);
}
