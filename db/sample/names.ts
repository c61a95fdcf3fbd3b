export interface Origin {
  country: 'US' | 'CO';
  /** Three given and three family names per gender. The seed decides how they are combined; each is used once. */
  female: { given: string[]; family: string[] };
  male: { given: string[]; family: string[] };
  /** Whether the family name comes first. */
  isFamilyFirst?: boolean;
}

/** Names of invented people. Every combination within an entry was checked: none is a known public person. */
export const origins: Origin[] = [
  {
    country: 'CO',
    female: { given: ['Yolima', 'Luz Ángela', 'Marisol'], family: ['Núñez Rincón', 'Castaño Peña', 'Ibáñez Cuéllar'] },
    male: { given: ['Agustín', 'Hernán Darío', 'Wilmer'], family: ['Núñez Arango', 'Zuluaga Ortiz', 'Cañón Duarte'] },
  },
  {
    country: 'US',
    female: { given: ['Begoña', 'Rocío', 'Inés'], family: ['Muñoz Ferrándiz', 'Etxeberria Sáez', 'Quiñones Vidal'] },
    male: { given: ['Íñigo', 'Joaquín', 'Ramón'], family: ['Güell Sáenz', 'Peña Lozoya', 'Ordóñez Mir'] },
  },
  {
    country: 'US',
    female: {
      given: ['Conceição', 'Thaís', 'Lúcia'],
      family: ['Brandão Sequeira', 'Falcão Moita', 'Guimarães Portela'],
    },
    male: { given: ['João', 'Sebastião', 'Estêvão'], family: ['Magalhães Teles', 'Assunção Prata', 'Leitão Vaz'] },
  },
  {
    country: 'US',
    female: { given: ['Käthe', 'Annegret', 'Jördis'], family: ['Müllerschön', 'Großkopf', 'Öttinger'] },
    male: { given: ['Jürgen', 'Götz', 'Björn'], family: ['Weißhaupt', 'Kühnemann', 'Schönfelder'] },
  },
  {
    country: 'US',
    female: {
      given: ['Bláthnaid', 'Gráinne', 'Caoimhe'],
      family: ['Ní Shúilleabháin', 'Ní Dhuibhir', 'Ní Mhuirgheasa'],
    },
    male: { given: ['Fionnán', 'Cillian', 'Fiachra'], family: ['Ó Súilleabháin', 'Ó Duibhir', 'Mac Giolla Íosa'] },
  },
  {
    country: 'US',
    female: { given: ['Mộng Tuyền', 'Bích Liên', 'Thu Hạnh'], family: ['Nguyễn', 'Đặng', 'Trịnh'] },
    male: { given: ['Quốc Bảo', 'Đình Khôi', 'Gia Kiệt'], family: ['Phạm', 'Vũ', 'Huỳnh'] },
    isFamilyFirst: true,
  },
  {
    country: 'US',
    female: { given: ['Sólveig', 'Åsa', 'Märta'], family: ['Björk', 'Sjögren', 'Ødegård'] },
    male: { given: ['Håkon', 'Søren', 'Örjan'], family: ['Björk', 'Kjærgård', 'Nyström'] },
  },
  {
    country: 'US',
    female: { given: ['Latrice', 'Dorothea', 'Maribeth'], family: ['Whitlow', 'Okafor-Banks', 'Tillery'] },
    male: { given: ['Deshawn', 'Everett', 'Clement'], family: ['Hargrave', 'Pettiway', 'Winslade'] },
  },
  {
    country: 'US',
    female: { given: ['Małgorzata', 'Bożena', 'Świętosława'], family: ['Wiśniecka', 'Źródłowska', 'Kołodziejska'] },
    male: { given: ['Zbigniew', 'Łukasz', 'Przemysław'], family: ['Ścibor', 'Gąsiorek', 'Dąbrówny'] },
  },
  {
    country: 'CO',
    female: {
      given: ['Dayana', 'Ángela Milena', 'Sofía'],
      family: ['Mosquera Íquira', 'Palacios Ñáñez', 'Güiza Prada'],
    },
    male: { given: ['Édgar', 'Jhon Fáber', 'Óscar Iván'], family: ['Murillo Yépez', 'Tunjano León', 'Bañol Castaño'] },
  },
];

const withoutDecomposition: Record<string, string> = { đ: 'd', ø: 'o', ß: 'ss', ł: 'l', æ: 'ae' };

/** Converts a name for email addresses and file names: ASCII, lower case, parts joined by `separator`. */
export function toSlug(name: string, separator: string): string {
  return name
    .toLowerCase()
    .replace(/[đøßłæ]/g, (letter) => withoutDecomposition[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, separator);
}

/**
 * The numbers 555-0100 to 555-0199 of each North American area code are reserved for fiction. Colombia reserves none, so
 * patients there have North American numbers too.
 */
export function fictionalPhone(areaCode: number, index: number): string {
  return `+1${areaCode}55501${String(index % 100).padStart(2, '0')}`;
}

export const towns: Record<Origin['country'], { city: string; state: string; postalCode: string }[]> = {
  US: [
    { city: 'Providence', state: 'RI', postalCode: '02903' },
    { city: 'Pawtucket', state: 'RI', postalCode: '02860' },
    { city: 'Cranston', state: 'RI', postalCode: '02910' },
    { city: 'Fall River', state: 'MA', postalCode: '02720' },
    { city: 'Attleboro', state: 'MA', postalCode: '02703' },
  ],
  CO: [
    { city: 'Bogotá', state: 'Bogotá D.C.', postalCode: '110111' },
    { city: 'Medellín', state: 'Antioquia', postalCode: '050001' },
    { city: 'Cali', state: 'Valle del Cauca', postalCode: '760001' },
  ],
};

export const streets = [
  'Maple Street',
  'Harbor Road',
  'Orchard Lane',
  'Mill Pond Avenue',
  'Quarry Hill Drive',
  'Ferry Street',
];
