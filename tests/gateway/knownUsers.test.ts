import { encodedUser, knownUsersOnly } from "../../components/gateway/knownUsers";

const encode = (text: string) => Buffer.from(text).toString("base64");

test.each([
  ["ab", "YWI6"],
  ["abc", "YWJjO[ghijklmnopqrstuv]"],
  ["abcd", "YWJjZD[o p q r]".replaceAll(" ", "")],
  ["odd>>>", "b2RkPj4\\+O[ghijklmnopqrstuv]"],
])("the user %s begins with %s in Base64", (user, pattern) => {
  expect(encodedUser(user)).toBe(pattern);
});

const passwords = ["", "x", "\u0000", "ÿÿÿ", "a longer one, with : in it", "~".repeat(40)];
const users = [
  "a-write",
  "aa-write",
  "aaa-write",
  "odd.!('id')-write-12",
  "ünï-write",
  "collector",
];

test.each(users)("the user %s is known by any password, and nobody like it is", (user) => {
  const known = new RegExp(`^${encodedUser(user)}`);
  const others = [user.slice(1), `${user}x`, user.slice(0, -1), user.toUpperCase(), ""];
  const matched = (name: string) =>
    passwords.filter((password) => known.test(encode(`${name}:${password}`)));
  expect([matched(user), ...others.map(matched)]).toEqual([passwords, ...others.map(() => [])]);
});

test("everyone else is refused as a wrong password is", () => {
  const pattern = "^[Bb][Aa][Ss][Ii][Cc] (?:YWI6|YWJjZD[opqr])";
  expect(knownUsersOnly(["ab", "abcd"], "loki")).toEqual({
    match: [{ not: [{ vars_regexp: { "{http.request.header.Authorization}": { pattern } } }] }],
    handle: [
      { handler: "headers", response: { set: { "WWW-Authenticate": ['Basic realm="loki"'] } } },
      { handler: "error", error: "not authenticated", status_code: 401 },
    ],
  });
});
