const given = [
  'María', 'José', 'Juan', 'Ana', 'Luis', 'Carlos', 'Camila', 'Sofía', 'Martín', 'Benjamín', 'Valentina', 'Isidora',
  'Vicente', 'Agustín', 'Joaquín', 'Francisca', 'Antonia', 'Catalina', 'Matías', 'Diego', 'Sebastián', 'Fernanda',
  'Ignacio', 'Tomás', 'Felipe', 'Javiera', 'Constanza', 'Nicolás', 'Cristóbal', 'Andrés', 'Rocío', 'Jesús', 'Rosa',
  'Elena', 'Inés', 'Raúl', 'Óscar', 'Héctor', 'Ángela', 'Mónica', 'Verónica', 'Beatriz', 'Begoña', 'Ramón', 'Íñigo',
  'João', 'Conceição', 'Jürgen', 'Björn', 'Chloé', 'François', 'Renée', 'Zoë', 'Søren', 'Łukasz', 'Nguyệt', 'Aisha',
]; // biome-ignore format: many names, not many lines

const family = [
  'González', 'Muñoz', 'Rojas', 'Díaz', 'Pérez', 'Soto', 'Contreras', 'Silva', 'Martínez', 'Sepúlveda', 'Morales',
  'Rodríguez', 'López', 'Fuentes', 'Hernández', 'García', 'Garrido', 'Bravo', 'Reyes', 'Núñez', 'Jara', 'Vergara',
  'Rivera', 'Figueroa', 'Riquelme', 'Araya', 'Torres', 'Vásquez', 'Castillo', 'Vera', 'Sánchez', 'Ramírez', 'Gómez',
  'Álvarez', 'Flores', 'Espinoza', 'Castro', 'Ortiz', 'Yáñez', 'Cáceres', 'Peña', 'Henríquez', 'Fernández', 'Ibáñez',
  'Müller', 'Schönfelder', 'Lefèvre', 'Björk', 'Guimarães', 'Magalhães', 'Nowak', 'Đặng', 'Ní Dhuibhir', 'O’Brien',
]; // biome-ignore format: many names, not many lines

const syllables = [
  'ba', 'be', 'bra', 'ca', 'cor', 'cha', 'da', 'del', 'dri', 'es', 'fa', 'fer', 'gal', 'gue', 'hua', 'in', 'ja', 'lla',
  'lo', 'lu', 'ma', 'men', 'mi', 'na', 'ñan', 'no', 'or', 'pa', 'pin', 'que', 'qui', 'ra', 'rre', 'sal', 'san', 'ta',
  'tre', 'ur', 'va', 'zu',
]; // biome-ignore format: many syllables, not many lines
const endings = ['', 'z', 's', 'n', 'no', 'ta', 'rio'];

/** Returns the n-th of up to 64,000 invented names, because most names are on no list. */
function rareName(n: number): string {
  // 64,000 and 26,821 have no common factor, so every n gives different syllables.
  const mixed = (n * 26_821) % 64_000;
  const parts = [mixed % 40, Math.floor(mixed / 40) % 40, Math.floor(mixed / 1_600)].map((place) => syllables[place]);
  const name = `${parts.join('')}${endings[n % endings.length]}`;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const withRare = (common: readonly string[], count: number, offset: number): readonly string[] => [
  ...common,
  ...Array.from({ length: count - common.length }, (_, index) => rareName(offset + index)),
];

/**
 * Most frequent first. Frequencies fall with the rank, so thousands of patients share some name words and few share
 * most.
 */
export const generatedNames = { given: withRare(given, 2_000, 0), family: withRare(family, 20_000, 2_000) };

export const commonNames = { given: given.slice(0, 8), family: family.slice(0, 8) };
