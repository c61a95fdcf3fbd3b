/** A name as a record keeps it. */
export interface Name {
  readonly givenName: string;
  readonly familyName: string;
  /** Whether the script is written without spaces, family name first. */
  readonly isUnspaced: boolean;
}

/** Twenty names per language: given name, slash, family name. */
const written = {
  english: `Margaret/O'Sullivan, William/Thompson, Elizabeth/Fitzgerald, Anne-Marie/Whitaker, Christopher/MacDonald,
    Katherine/St. John, Zoë/Richardson, Benjamin/Blackwood, Charlotte/O'Brien, Renée/Hutchinson, Nathaniel/Greenwood,
    Victoria/Mc Carthy, Alexander/Lloyd-Jones, Gwendolyn/Prescott, Theodore/Ramsbottom, Rosalind/Chatterton,
    Frederick/D'Arcy, Chloé/Featherstone, Mary-Jane/Pemberton, Jonathan/Wainwright`,
  spanish: `María José/de la Cruz, Agustín/Núñez Álvarez, Guadalupe/Hernández Ríos, Joaquín/de los Santos, Íñigo/Etxeberria,
    Concepción/del Valle, Sebastián/Villanueva, Begoña/Echeverría, Cristóbal/Quiñones, Verónica/San Martín,
    Gabriel/García Márquez, Inés/Las Heras, Leandro/Bermúdez, Rocío/Zambrano, Héctor/Montalbán, Ximena/Aránguiz,
    Tomás/Sepúlveda, Mónica/de León, Fermín/Goicoechea, Paloma/del Río`,
  vietnamese: `Thị Hồng Nhung/Nguyễn, Minh Khôi/Trần, Văn Phượng/Lê, Thanh Trúc/Huỳnh, Quốc Khánh/Đặng, Ngọc Diệp/Phạm,
    Hoàng Long/Võ, Bích Thủy/Bùi, Xuân Trường/Đinh, Kim Oanh/Trương, Đức Thịnh/Phan, Tuyết Nhung/Lưu, Gia Huy/Châu,
    Mỹ Duyên/Tạ, Thế Phong/Đoàn, Diễm Quỳnh/Lâm, Công Phượng/Hồ, Hải Yến/Mạc, Trọng Nghĩa/Vương, Cẩm Tú/Quách`,
  turkish: `Gökhan/Yılmaz, Ayşegül/Çelik, Şükrü/Öztürk, İbrahim/Karadağ, Zübeyde/Gündoğdu, Çağlar/Özdemir, Müzeyyen/Şahin,
    Oğuzhan/Kılıç, Nurgül/Yıldırım, Hüseyin/Değirmenci, Tuğba/Aslantürk, Işılay/Güneş, Fatih/Büyükşahin, Ümit/Taşdemir,
    Sevgül/Kocabıyık, Doğukan/Erdoğan, Gülizar/Başaran, Mümtaz/Çavuşoğlu, Perihan/Ağaoğlu, Cüneyt/Köprülü`,
  german: `Jürgen/von der Heide, Brünhilde/Schönfelder, Jan/van der Berg, Käthe/Müller-Lüdenscheidt, Wolfgang/Großmann,
    Björn/Österreicher, Hannelore/zu Guttenberg, Günther/Weißenborn, Anneliese/Bräutigam, Detlef/Krüger, Ute/von Bülow,
    Siegfried/Kämmerer, Pieter/de Groot, Mechthild/Hölderlin, Søren/Kierkegaard, Hans-Jörg/Zimmermann, Annika/ten Brink,
    Friedrich/Schröder, Gisela/Pfützenreuter, Ottokar/van den Broek`,
  russian: `Фёдор/Достоевский, Екатерина/Соловьёва, Александр/Кузнецов, Алёна/Воробьёва, Дмитрий/Шереметьев, Наталья/Королёва,
    Пётр/Мясоедов, Людмила/Черных, Всеволод/Румянцев, Евгения/Горбачёва, Артём/Журавлёв, Ксения/Щербакова,
    Владислав/фон Визин, Семён/Дежнёв, Маргарита/Терешкова, Григорий/Ломоносов, Зинаида/Гиппиус, Матвей/Лихачёв,
    Ульяна/Громыко, Анна-Мария/Петрова`,
  greek: `Γεώργιος/Παπαδόπουλος, Ελένη/Καραμανλή, Δημήτριος/Αντωνίου, Αικατερίνη/Οικονόμου, Ιωάννης/Μακρυγιάννης,
    Σοφία/Βενιζέλου, Νικόλαος/Χατζηγεωργίου, Παναγιώτα/Σταματοπούλου, Θεόδωρος/Κολοκοτρώνης, Μαρία-Άννα/Λασκαρίδου,
    Κωνσταντίνος/Καβάφης, Βασιλική/Ζαχαροπούλου, Αλέξανδρος/Ξυδάκης, Ευαγγελία/Τριανταφύλλου, Σπυρίδων/Λάμπρου,
    Χριστίνα/Μητσοτάκη, Λεωνίδας/Φραγκούλης, Δέσποινα/Γιαννοπούλου, Ηρακλής/Μπουμπουλίνας, Αναστασία/Ρωμανού`,
  arabic: `أحمد/عبد الرحمن, إبراهيم/الخوري, فاطمة/أبو زيد, عبد الله/المنصوري, آمنة/الهاشمي, مصطفى/بن يوسف, خديجة/الأنصاري,
    إسماعيل/القحطاني, زينب/السامرائي, أسامة/الشريف, مريم/عبد العزيز, يوسف/الحسيني, إيمان/النجار, سليمان/التميمي,
    نورة/آل سعود, أنور/السادات, رقية/البغدادي, إدريس/بن علي, حمزة/الأندلسي, أمينة/المراكشي`,
  hebrew: `יוסף/כהן, שרה/לוי, אברהם/בן דוד, רבקה/מזרחי, משה/פרידמן, מרים/בר-לב, שלמה/אברהמי, אסתר/גולדברג, יעקב/בן גוריון,
    נעמי/שפירא, אליהו/רוזנברג, תמר/אלקיים, בנימין/נתניהו, חנה/ויצמן, גבריאל/אוחיון, יהודית/הירשפלד, שמעון/בן עמי, דבורה/קליין,
    מתתיהו/זילברמן, אביגיל/שטרנברג`,
  hindi: `अनिल/कुमार, सुनीता/शर्मा, राजकुमार/अग्रवाल, कमल/नारायण, लक्ष्मी/वर्मा, मदन मोहन/चतुर्वेदी, सरस्वती/उपाध्याय, अमर/नाथ,
    पवन/भटनागर, कमला/नेहरू, अरुण/जगतपति, मनमोहन/सक्सेना, शकुंतला/त्रिपाठी, हरभजन/सहगल, अनुपम/खरबंदा, रमन/बंसल, करण/मल्होत्रा,
    गगन/धनराज, सरल/अवस्थी, अभय/नवलकर`,
  thai: `สมชาย/ใจดี, สมศรี/ทองคำ, ประยุทธ์/แสงจันทร์, กนกวรรณ/ศรีสุข, ธนพล/วงศ์สวัสดิ์, นภาพร/ณ อยุธยา, อรทัย/พรหมเทพ, วรรณา/สุขสมบูรณ์,
    พงศกร/รัตนากร, จารุวรรณ/มงคลชัย, สมบัติ/เพชรรัตน์, มาลัย/ดอกไม้, ชนกันต์/บุญมา, ปวีณา/ณ ระนอง, อภิชาติ/วัฒนา, กมลชนก/ทรงธรรม, ณัฐพล/ภักดี,
    สุภาพร/แก้วมณี, ธนากร/ชัยชนะ, พรทิพย์/สมบูรณ์สุข`,
  japanese: `サクラ/タナカ, はるか/すずき, ケンタロウ/ワタナベ, ゆうこ/やまもと, タカシ/イトウ, あかり/なかむら, ヒロシ/コバヤシ, みさき/かとう,
    シンイチ/ヨシダ, かずみ/ささき, マサヒロ/ヤマグチ, ちはる/まつもと, ダイスケ/イノウエ, ももか/きむら, ユウスケ/シミズ, なつみ/はやし,
    コウヘイ/サイトウ, ひかり/ふじわら, タツヤ/オカモト, しおり/もりした`,
  chinese: `小明/王, 伟强/李, 晓红/张, 建国/刘, 丽华/陈, 志远/欧阳, 美玲/杨, 国栋/赵, 雪梅/黄, 文杰/周, 婷婷/吴, 浩然/徐, 秀英/孙, 天翔/司马,
    玉兰/朱, 俊杰/马, 海燕/胡, 明哲/郭, 静怡/林, 子涵/诸葛`,
  korean: `민준/김, 서연/이, 지훈/박, 하은/최, 도현/정, 수빈/강, 예진/조, 현우/윤, 지민/장, 승현/임, 가영/한, 태양/오, 유진/서, 건우/신,
    나래/권, 동욱/황보, 은지/송, 준호/남궁, 미경/전, 상철/홍`,
};
export type Language = keyof typeof written;
export const languages = Object.keys(written) as Language[];

const unspaced: readonly Language[] = ['japanese', 'chinese', 'korean'];

/** Returns the names of a language. */
export function readNames(language: Language): Name[] {
  return written[language].split(',').map((entry) => {
    const [givenName = '', familyName = ''] = entry.trim().split('/');
    return { givenName, familyName, isUnspaced: unspaced.includes(language) };
  });
}

/** All pairs of a given name and a family name of a language that aren't one of its names: similar people. */
export function combineNames(language: Language): Name[] {
  const names = readNames(language);
  return names.flatMap((one, index) =>
    names.flatMap((other, place) => (index === place ? [] : [{ ...one, familyName: other.familyName }])),
  );
}
