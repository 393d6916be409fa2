// Who lives in the demo world, and on which of the two servers.
export const PEOPLE = Object.freeze({
  nadia: person("a", "Nadia Okafor", "av-nadia.png"),
  iris: person("a", "Iris Vantongeren", "av-iris.png"),
  tome: person("a", "Tomé Salgado", "av-tome.png"),
  amara: person("a", "Amara Diallo", "av-amara.png"),
  jonas: person("a", "Jonas Brandt", "av-jonas.png"),
  bashir: person("a", "Bashir Haddad"),
  linn: person("a", "Linn Åkesson"),
  omar: person("a", "Omar Feld"),
  rosa: person("a", "Rosa Quintero"),
  tides: person("a", "Tide clock", "av-waves.png"),
  wen: person("b", "Wen Harper", "av-wen.png"),
  greta: person("b", "Greta Lund", "av-greta.png"),
  sol: person("b", "Sol Jiménez", "av-sol.png"),
  pavel: person("b", "Pavel Horák", "av-pavel.png"),
  yuki: person("b", "Yuki Arai", "av-yuki.png"),
});

function person(server, name, avatar) {
  return Object.freeze({ server, name, avatar });
}

const FIRST =
  "Ada Bo Cleo Dario Edda Farid Gwen Hana Ivo Juna Kofi Lena Milo Nour Olga Piet Quinn Rafa Selma Timo Una Vito Wanda Xenia Yara Zeno".split(
    " ",
  );
const LAST =
  "Alder Bakker Costa Dunn Eriksen Flores Gruber Haas Ito Jansen Kaya Lopez Moreau Novak Osei Petrov Rossi Sato Toth Vega Weiss".split(
    " ",
  );

/** The several hundred who fill the big square: `resident001` and so on, with names but without pictures. */
export function residents(count) {
  return Array.from({ length: count }, (_, i) => ({
    localpart: `resident${String(i + 1).padStart(3, "0")}`,
    name: `${FIRST[i % FIRST.length]} ${LAST[(i * 5 + Math.floor(i / FIRST.length)) % LAST.length]}`,
  }));
}
