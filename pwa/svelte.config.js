/** How the components are compiled: runes everywhere. */
export default { compilerOptions: { runes: true } };
