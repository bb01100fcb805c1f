namespace Integration.Graph.Engine.Tests.Validation;

/// <summary>
/// Hand-written documents for each rule, against the farm unless stated otherwise. The reference implementation decides.
/// </summary>
internal static class RuleCases
{
    /// <summary>The documents of each rule. Some follow the rule, some break it.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Farm = new Dictionary<string, string[]>
    {
        ["ExecutableDefinitions"] =
        [
            "{ greeting }", "{ greeting } type A { b: C }", "query Q { greeting } extend type Hen { x: Int } scalar Y",
            "schema { query: Q } { greeting }", "directive @x on FIELD { greeting }", "extend schema @x", "enum E { A } input I { a: Int } union U = A interface J { a: Int }",
        ],
        ["KnownOperationTypes"] = ["mutation { feed(animal: 1) { name } }", "subscription { moved { name } }"],
        ["UniqueOperationNames"] =
        [
            "query A { greeting } query B { greeting }", "query A { greeting } query A { greeting }",
            "query A { greeting } mutation A { feed(animal: 1) { name } } subscription A { moved { name } }", "query A { greeting ...A } fragment A on Query { greeting }",
        ],
        ["LoneAnonymousOperation"] =
        [
            "{ greeting }", "{ greeting } { greeting }", "{ greeting } query B { greeting }", "query A { greeting } query { greeting } mutation { feed(animal: 1) { name } }",
            "{ ...F } fragment F on Query { greeting }",
        ],
        ["SingleFieldSubscriptions"] =
        [
            "subscription { laid { name } }", "subscription S { laid { name } moved { name } }", "subscription { laid { name } a: laid { name } b: moved { name } }",
            "subscription { laid { name } laid { eggs } }", "subscription S { __typename }", "subscription { laid { name } __typename }", "subscription { ...F } fragment F on Subscription { laid { name } moved { name } }",
            "subscription { ...F ...F } fragment F on Subscription { laid { name } }", "subscription { laid @skip(if: true) { name } }", "subscription S($x: Boolean!) { ... @include(if: $x) { laid { name } } moved { name } }",
            "subscription { ...F @skip(if: false) @include(if: true) } fragment F on Subscription { laid { name } }", "subscription { ...F } fragment F on Subscription { ...G moved @include(if: true) { name } } fragment G on Subscription { laid { name } ...F }",
            "subscription { }", "subscription { ... on Query { greeting } }", "subscription { ... on Subscription { laid { name } } }", "subscription { ...Missing }", "subscription { a: __typename b: __schema { queryType { name } } }",
            "subscription { laid { name @skip(if: true) } }",
        ],
        ["KnownTypeNames"] =
        [
            "query ($a: Int, $b: [AnimalFilter!]!) { number(int: $a, intRequired: 1) animals(where: {and: $b}) { name } }", "query ($a: Integer) { number(int: $a, intRequired: 1) }",
            "{ animal { ... on Hen { eggs } ... on Duck { eggs } ...F } } fragment F on Dragon { fire }", "query ($a: [[Colours]!], $b: Gaot!) { greeting }", "{ ... on Sheep { name } }",
        ],
        ["FragmentsOnCompositeTypes"] =
        [
            "{ animal { ... on Hen { eggs } ... on Animal { name } ... { name } } helpers { ... on Helper { __typename } } }", "{ animal { ... on Colour { name } ...F } } fragment F on AnimalFilter { name }",
            "fragment F on Int { x } { ...F ... on Date { y } ... on Boolean { ... { z } } }",
        ],
        ["VariablesAreInputTypes"] =
        [
            "query ($a: AnimalFilter, $b: [Colour!]!, $c: Date) { greeting }", "query ($a: Hen, $b: [Animal!]!, $c: Helper!, $d: Unknown) { greeting }", "query ($a: Hen = {a: 1}, $b: [Goat] = [1]) { greeting }",
        ],
        ["ScalarLeafs"] =
        [
            "{ greeting farmer { name } }", "{ greeting { x } farmer }", "{ hen(id: 1) { eggs { x } mother box weight { } } }", "{ animals helpers { } bird { } }", "{ farmer { } greeting { } }",
            "{ hen(id: 1) { name @skip(if: true) { a } } }", "mutation { rename(input: {id: 1, name: \"x\"}) }",
        ],
        ["FieldsOnCorrectType"] =
        [
            "{ greeting __typename __schema { queryType { name } } __type(name: \"Hen\") { kind } }", "{ greting hens henn(id: 1) { x } }", "{ animal { eggs weight climbs } }", "{ bird { eggs ... on Hen { eggs __typename } } helpers { name } }",
            "{ farmer { __schema { queryType { name } } __type(name: \"x\") { name } __typename } }", "mutation { __schema { queryType { name } } }", "{ being { eggs surname mother } }", "{ a: nam b: greeting { c: d } }",
            "{ unknown { unknown { greeting } } }", "fragment F on Goat { egg colour climb(on: ROCK) }", "{ __typename { x } __schem { y } __foo }",
            "{ __schema { types { fields { nope } } } }", "{ helpers { ... on Goat { wieght } ... on Farmer { animal { name } } } }",
        ],
        ["UniqueFragmentNames"] =
        [
            "{ ...A ...B } fragment A on Query { greeting } fragment B on Query { greeting }", "{ ...A } fragment A on Query { greeting } fragment A on Query { greeting } fragment A on Hen { name }",
        ],
        ["KnownFragmentNames"] =
        [
            "{ ...A } fragment A on Query { greeting }", "{ ...A farmer { ...B ... { ...C } } } fragment C on Farmer { ...D name }",
        ],
        ["NoUnusedFragments"] =
        [
            "{ ...A } fragment A on Query { ...B } fragment B on Query { greeting }", "{ greeting } fragment A on Query { ...B } fragment B on Query { greeting }", "fragment A on Query { ...A }",
            "query Q { greeting } query R { ...A } fragment A on Query { greeting } fragment B on Query { greeting }",
        ],
        ["PossibleFragmentSpreads"] =
        [
            "{ animal { ... on Hen { name } ... on Being { name } ...F } bird { ... on Animal { name } } } fragment F on Helper { __typename }", "{ hen(id: 1) { ... on Goat { name } ...F ... on Helper { __typename } ... on Bird { __typename } } } fragment F on Farmer { name }",
            "{ bird { ...F ... on Farmer { name } ... on Helper { __typename } } } fragment F on Goat { name }", "{ farmer { ... on Animal { name } ... on Being { name } ... on Query { greeting } } ... on Mutation { x } }",
            "{ helpers { ... on Animal { ... on Hen { name } } } mother { ... on Goat { name } } }", "{ unknown { ... on Goat { name } } ... on Unknown { ... on Hen { name } } ... on Colour { ... on Hen { name } } }",
        ],
        ["NoFragmentCycles"] =
        [
            "{ ...A } fragment A on Query { ...B ...C } fragment B on Query { ...C } fragment C on Query { greeting }", "{ ...A } fragment A on Query { ...A }", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
            "{ ...A } fragment A on Query { ...B ...C } fragment B on Query { ...C } fragment C on Query { ...A ...B ...C }", "{ farmer { ...A } } fragment A on Farmer { animals { ... on Goat { mother { ...B } } } helper { ...A } } fragment B on Animal { mother { ...B } }",
            "{ ...A } fragment A on Query { ... { ...B } ...Missing } fragment B on Query { farmer { ...A } ...B }",
        ],
        ["UniqueVariableNames"] = ["query ($a: Int, $b: Int) { number(int: $a, intRequired: 1, list: [$b]) }", "query ($a: Int, $b: Int, $a: String, $a: [Int], $b: Int) { number(int: $a, intRequired: 1, list: [$b]) }"],
        ["NoUndefinedVariables"] =
        [
            "query Q($a: Int) { number(int: $a, intRequired: 1) }", "{ number(int: $a, intRequired: $b, list: [$c, 1]) }", "query Q { ...A } query R($x: Int) { ...A } fragment A on Query { ...B } fragment B on Query { number(int: $x, intRequired: 1) }",
            "query Q($a: Boolean!) { complex(input: {required: $a, number: $b, nested: {required: $c}}) ...A @include(if: $d) } fragment A on Query @tag(name: $e) { greeting @skip(if: $f) }", "query Q @tag(name: $x) { greeting }",
            "query ($a: Int) { ...A } fragment A on Query { number(int: $a, intRequired: $b) ...A }", "{ unknown(a: $x) { y(b: $z) } }",
        ],
        ["NoUnusedVariables"] =
        [
            "query ($a: Int) { ...A } fragment A on Query { number(int: $a, intRequired: 1) }", "query Q($a: Int, $b: Int) { greeting }", "query ($a: Int, $b: Int) { number(int: $a, intRequired: 1) }", "query ($a: Int) { ...A } fragment A on Query { greeting } fragment B on Query { number(int: $a, intRequired: 1) }",
            "query ($a: String!) @tag(name: $a) { greeting }", "query ($a: Unknown) { unknown(a: {b: [$a]}) }",
        ],
        ["KnownDirectives"] =
        [
            "query ($a: Int @tag(name: \"x\")) @trace @onlyQuery { number(int: $a, intRequired: 1) @skip(if: false) ...F @trace ... @include(if: true) { greeting @tag(name: \"y\") } } fragment F on Query @tag(name: \"z\") { greeting }",
            "query ($a: Int @skip(if: true)) @skip(if: true) { number(int: $a, intRequired: 1) @onlyQuery ...F @unknown ... @onlyQuery { greeting @nope(a: 1) } } fragment F on Query @trace { greeting }", "mutation @onlyQuery { feed(animal: 1) { name } } subscription @trace { moved { name } }",
            "{ greeting @deprecated @specifiedBy(url: \"x\") @oneOf }",
        ],
        ["UniqueDirectivesPerLocation"] =
        [
            "{ greeting @tag(name: \"a\") @tag(name: \"b\") @trace @skip(if: false) }", "{ greeting @trace @trace @trace ...F @skip(if: true) @include(if: true) @skip(if: false) } fragment F on Query { greeting @nope @nope }", "query @trace @trace { ... @trace @trace { greeting } }",
            "query ($a: Int @tag(name: \"x\") @tag(name: \"y\")) @onlyQuery @trace @onlyQuery { number(int: $a, intRequired: 1) }",
        ],
        ["KnownArgumentNames"] =
        [
            "{ hen(id: 1) { eggs(colour: BLUE) } greeting @skip(if: true) }", "{ hen(id: 1, name: 2) { eggs(color: BLUE, size: [1]) name(sirname: true) } greeting(a: 1) @skip(unless: true, if: true) @trace(lvl: 1) @unknown(a: 1) }", "{ __typename(a: 1) __type(nam: \"x\") { fields(includeDeprecatd: true) { name } } unknown(a: 1) }",
            "{ farmer { animals(wher: {}, ordr: []) { friends(last: 1) { name } } } } ", "query @trace(labl: \"x\") ($a: Int) { greeting }", "query ($a: Int @tag(nam: \"x\")) { ...F @tag(name: \"x\", nam: \"y\") } fragment F on Query { greeting }",
        ],
        ["UniqueArgumentNames"] =
        [
            "{ hen(id: 1) { eggs(colour: BLUE, sizes: 1) } }", "{ hen(id: 1, id: 2, id: 3) { eggs(colour: BLUE, sizes: 1, colour: WHITE, sizes: 2) } greeting @tag(name: \"a\", name: \"b\") @nope(x: 1, x: 2) }", "query @tag(name: \"a\", name: \"a\") { unknown(a: 1, b: 2, a: 3) }",
        ],
        ["ValuesOfCorrectType"] =
        [
            "{ number(int: 1, intRequired: -2147483648, float: 1, text: \"x\", flag: true, list: [1, null], grid: [[1], [2, null], null]) }", "{ number(int: 1.0, intRequired: 2147483648, float: \"1\", text: 1, flag: 1, list: [1, \"2\", [3]], grid: [1, [2.0], [[3]]]) }",
            "{ number(int: null, intRequired: null, float: 1e3, text: \"\"\"x\"\"\", flag: false, list: 1, grid: 1) }", "{ number(int: \"1\", intRequired: true, float: TRUE, text: TEXT, flag: null, list: {a: 1}, grid: [null]) }", "{ number(intRequired: 1, int: 99999999999999999999, float: -0, list: []) }",
            "{ hen(id: ABC) { eggs(colour: WHITE, sizes: [1, null]) } goat(key: {id: 1}) { climbs(on: ROCK, times: null) } }", "{ hen(id: 1.0) { eggs(colour: \"WHITE\", sizes: null) } goat(key: {}) { climbs(on: Rock) } }", "{ hen(id: true) { eggs(colour: WITE) } goat(key: {id: 1, name: \"x\"}) { climbs(on: 1) } }",
            "{ goat(key: {id: null}) { name } }", "{ goat(key: {nam: \"x\"}) { name } }", "{ goat(key: {nam: \"x\", id: 1}) { name } }", "{ goat(key: null) { name } animal(key: null) { name } }", "{ goat(key: {old: {old: {id: 1, name: null}}}) { name } }", "{ goat(key: {place: {max: 1}}) { name } }", "{ goat(key: {place: {min: 1, max: \"x\", mid: 2}}) { name } }",
            "{ goat(key: [{id: 1}]) { name } animal(key: 1) { name } }", "{ complex(input: {required: true, number: 1, many: 1, any: {a: [1, B]}, nested: {required: false}}, day: \"x\", any: [1, {a: B}]) }", "{ complex(input: {number: \"1\", many: [1, null, \"x\"], unknown: 1, nested: {text: 1}}) }",
            "{ complex(inputs: [{required: true}, {}, null, 1]) }", "{ complex(inputs: {required: 1}) }", "{ animals(where: {and: {name: {in: [1, \"x\", null]}}, older: null, tags: [[\"a\"], \"b\", [null], null], colour: Brown}) { name } }", "{ animals(where: {and: [{and: [{and: [{colour: GREEN}]}]}]}, ids: [1, \"2\", null, 3.0]) { name } }",
            "{ complex(input: {required: true, required: 1}) }", "{ complex(input: \"x\") }", "{ greeting @skip(if: 1) @include(if: null) @trace(level: \"x\", label: 1) @tag(name: null) @nope(a: 1) }", "query ($a: Int = \"x\", $b: [Int!]! = [1, null], $c: Complex = {}, $d: Key = {id: 1, name: 2}, $e: Colour! = null, $f: Hen = 1, $g: Nope = 1) { greeting }",
            "query ($a: Boolean!, $i: Int) { complex(input: {required: $a, number: $i, many: [$i, 1], key: {id: $i}, any: {a: $a}}) }", "query ($a: Int) { goat(key: {id: $a, name: $a}) { name } animal(key: {place: $a}) { name } }", "{ number(intRequired: 1, int: {a: [1, {b: \"x\"}]}, text: [\"a\"], flag: {b: 1}) }",
            "{ unknown(a: {b: 1}) greeting(a: [1]) }", "{ hen(id: 1) @nope(id: true) { name } }", "{ number(intRequired: 1, float: 1e999) }",
        ],
        ["ProvidedRequiredArguments"] =
        [
            "{ hen(id: 1) { name } goat(key: {id: 1}) { climbs(on: ROCK) } number(intRequired: 1) }", "{ hen { name } goat { climbs } number(int: 1) }", "{ hen(ID: 1) { name } greeting @skip @include @tag @trace @nope }", "query ($a: Int @tag) @tag(nam: \"x\") { number(intRequired: $a) ...F @skip } fragment F on Query @tag { __type { name } }",
            "mutation { feed { name } rename { animal { name } } }", "{ goat(key: null) { climbs(times: 2) { x } } unknown { x } }",
        ],
        ["VariablesInAllowedPosition"] =
        [
            "query ($a: Int, $b: Int!, $c: [Int], $d: [[Int]], $e: Float, $f: String) { number(int: $a, intRequired: $b, float: $e, text: $f, list: $c, grid: $d) }", "query ($a: Int, $b: Int!, $c: [Int], $d: [[Int]], $e: Float, $f: String) { number(int: $e, intRequired: $a, float: $b, text: $b, list: $d, grid: $c) }",
            "query ($a: Int = 1, $b: Int = null, $c: Int) { x: number(intRequired: $a) y: number(intRequired: $b) z: number(intRequired: $c) }", "query ($a: Int, $b: Int!) { goat(key: {id: 1}) { climbs(on: ROCK, times: $a) a: climbs(on: ROOF, times: $b) } }", "query ($a: Boolean) { greeting @skip(if: $a) @include(if: $a) @trace(level: $a) }",
            "query ($a: [Int!], $b: [Int]!, $c: [Int!]!) { hen(id: 1) { eggs(sizes: $a) } x: hen(id: 2) { eggs(sizes: $b) } y: hen(id: 3) { eggs(sizes: $c) } number(intRequired: 1, list: $c) }", "query ($a: String, $b: [String!], $c: Colour) { animals(where: {name: {eq: $a, in: [$a], startsWith: $a}, tags: [$b, [$a]], colour: $c, older: $a}) { name } }",
            "query ($a: ID, $b: ID!, $c: String!) { x: animal(key: {id: $a}) { name } y: animal(key: {id: $b}) { name } z: animal(key: {name: $c}) { name } w: animal(key: {old: {id: $a}}) { name } }", "query ($a: Key, $b: Key!, $c: ID = \"1\") { goat(key: $a) { name } animal(key: $b) { name } x: animal(key: {id: $c}) { name } }",
            "query Q($a: Int) { ...F } query R($a: Int!) { ...F } fragment F on Query { number(intRequired: $a) }", "query ($a: Int) { number(intRequired: 1, list: [$a], grid: [[$a], [$b]]) } ", "query ($a: Unknown, $b: Hen, $c: [Int]) { number(intRequired: $a, int: $b, text: $c) }", "query ($a: Int, $a: Int!) { number(intRequired: $a) }",
            "query ($r: RenameInput, $n: String) { x: __typename } mutation ($r: RenameInput, $n: String) { rename(input: $r) { animal { name } } y: rename(input: {id: 1, name: $n, surname: $n}) { animal { name } } }", "query ($a: ID) { goat(key: {id: $a}) { name } }", "query ($a: Complex, $k: Key) { complex(input: {required: true, nested: $a, key: $k}, inputs: [$a]) }",
        ],
        ["OverlappingFieldsCanBeMerged"] =
        [
            "{ greeting greeting hen(id: 1) { name name mother { name } mother { eggs } } }", "{ a: greeting a: number(intRequired: 1) }", "{ hen(id: 1) { name } hen(id: 2) { eggs } }", "{ hen(id: 1) { x: name } ...F } fragment F on Query { hen(id: 1) { x: eggs } }", "{ animal { ... on Hen { x: name } ... on Goat { x: name(surname: true) } } }",
            "{ animal { ... on Hen { x: eggs } ... on Goat { x: eggs } } }", "{ animal { ... on Hen { weight } ... on Goat { weight } } helpers { ... on Farmer { weight } ... on Goat { weight } } }", "{ animal { ... on Hen { x: mother { y: name } } ... on Goat { x: mother { y: friends { name } } } } }", "{ animal { ... on Hen { x: box { name } } ... on Goat { x: mother { name } } } }",
            "{ animal { x: name ... on Hen { x: eggs } } }", "{ a: hen(id: 1) { x: mother { y: name z: eggs } } a: hen(id: 1) { x: mother { y: weight z: weight } } }", "query ($a: ID!, $b: ID!) { hen(id: $a) { name } hen(id: $b) { name } }", "query ($a: ID!) { hen(id: $a) { name } hen(id: $a) { name } }", "{ animals(where: {colour: BLUE, older: true}) { name } animals(where: {older: true, colour: BLUE}) { name } }",
            "{ animals(where: {and: [{older: true}]}) { name } animals(where: {and: [{older: false}]}) { name } }", "{ number(intRequired: 1, int: 2) number(int: 2, intRequired: 1) }", "{ number(intRequired: 1, text: \"a\") number(intRequired: 1, text: \"\"\"a\"\"\") }", "{ number(intRequired: 1) number(intRequired: 1, int: null) }",
            "{ ...A ...B } fragment A on Query { x: greeting } fragment B on Query { ...C } fragment C on Query { x: number(intRequired: 1) }", "{ ...A } fragment A on Query { farmer { ...B ...C } } fragment B on Farmer { x: name } fragment C on Farmer { x: weight ...B }", "{ ...A ...A } fragment A on Query { farmer { ...A } x: greeting x: farmer { name } }",
            "{ farmer { helper { ... on Goat { n: name m: name } ... on Farmer { n: weight m: born } } } }", "{ animal { ...H ...G } } fragment H on Hen { x: name } fragment G on Goat { x: eggs y: weight } ", "{ unknown { x: a x: b } x: unknown x: greeting y: nope y: nope(a: 1) }", "{ __schema { queryType { n: name } queryType { n: kind } } a: __typename a: greeting }",
            "{ x: hen(id: 1) { ...F } x: hen(id: 1) { name: eggs } } fragment F on Hen { name ...F }", "{ animal { ... on Being { ... on Hen { a: name } } ... on Being { ... on Goat { a: eggs } } ... on Animal { a: mother { name } } } }", "{ helpers { ... on Farmer { x: animals { n: name } } ... on Goat { x: friends { n: __typename } } } }", "{ a: greeting ... { a: greeting ... { a: __typename } } ... @skip(if: true) { a: farmer { name } } }",
            "{ ... { x: greeting } ... { x: __typename } }", "{ hen(id: 1) @skip(if: true) { a: name } hen(id: 1) @include(if: true) { a: eggs } }", "mutation { a: feed(animal: 1) { name } a: feed(animal: 2) { name } }", "{ f: farmer { name } f: bird { ... on Hen { name: eggs } } }", "{ a: farmer { b: animals { c: name } } ...F } fragment F on Query { a: farmer { ...G } } fragment G on Farmer { b: animals { c: mother { name } } }",
            "{ animal { ... on Hen { a: friends { x: name } } ... on Goat { a: friends { x: mother { name } } } } }", "{ x: greeting x: greeting(a: 1) x: greeting(a: 2) x: farmer x: number(intRequired: 1) }",
        ],
        ["UniqueInputFieldNames"] =
        [
            "{ complex(input: {required: true, nested: {required: false}}) }", "{ complex(input: {required: true, number: 1, required: false, number: 2, nested: {required: true, required: true}}, any: {a: 1, a: {b: 1, b: 2}, a: 3}) }", "query ($a: Complex = {required: true, required: false}) { complex(input: $a, inputs: [{required: true}, {required: true, required: true}]) unknown(a: {b: 1, b: 2}) }",
            "{ goat(key: {id: 1, id: 2}) { name } animal(key: {id: null, id: 1}) { name } }",
        ],
        ["MaxIntrospectionDepth"] =
        [
            "{ __schema { types { fields { type { fields { name } } } } } }", "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", "{ __type(name: \"Hen\") { interfaces { possibleTypes { interfaces { name } } } } }", "{ __schema { types { ...A } } } fragment A on __Type { fields { type { ...B } } } fragment B on __Type { inputFields { type { ...C } } } fragment C on __Type { possibleTypes { name } }",
            "{ __schema { types { ...A } } } fragment A on __Type { fields { type { ...A } } }", "{ farmer { __schema { types { fields { type { fields { type { fields { name } } } } } } } } }",
        ],
    };

    /// <summary>Generated documents on which the two sides once differed, with their schema.</summary>
    public static readonly (string Schema, string Source)[] FoundByChance =
    [
        ("shapes", "query ($v1: Condition) { any { when(not: {equals: 28}) @when(all: [{either: [{among: [{either: [{among: []} {equals: 32} $v1]}] equals: 32}]}]) { } } }"),
        ("farm", "{ __schema { queryType { fields { ... on Goat { a: name } a: name } } } }"),
        ("farm", "{ __schema { queryType { a: name } } __schema { queryType { ... on Goat { a: eggs } } } }"),
        ("shapes", "{ self { ... on ID { a } ... on Float { b } ... on String { c } } }"),
        ("library", "{ __schema { queryType { fields { __schema { queryType { fields { queryType { fields { __schema { queryType { fields } } } } } } } } } } }"),
        ("farm", "{ complex(input: {required: [$v0] nested: {many: v1 key: {place: {min: 0.0}}}} day: {number: {id: \"x\"}}) }"),
    ];

    /// <summary>Documents against the shapes, which have recursive types and no mutations.</summary>
    public static readonly string[] Shapes =
    [
        "mutation { x }", "subscription S { x ...F } fragment F on Query { self { circle { area } } }", "query Q { self { self { self { circle { area } } } } }",
        "{ list(of: [{equals: 1}, {among: 1}, {either: {deep: {}}}]) { area } }", "{ list(of: {}) { area } }", "{ list(of: [{equals: null}, null, {equals: 1, among: [1]}]) { area } }", "{ list(of: {either: [{equals: \"1\"}, {deep: {leaf: null, matrix: 1}}]}) { area } }",
        "{ shape(where: {a: {a: {b: [[{leaf: RED}], {one: {equals: 1}}, null]}}}) { area(unit: GREEN) } }", "{ shape(where: {b: [[1]], matrix: [[[1, null]], [null], null]}) { area(unit: BLUE) } }", "query ($a: [Int], $b: Int, $c: [[Int!]!]!) { shape(where: {matrix: [[$a], $c, [[$b]]]}) { area } list(of: [{equals: $b}, {among: $a}]) { area } }",
        "{ any { ... on Circle { inside { __typename } other } ... on Square { inside { __typename } other radius } } }", "{ other { ... on Ellipse { x: other y: radius z: label } ... on Square { x: other y: radius z: label } } }", "{ shape { ... on Circle { label } ... on Ellipse { label } ... on Square { label } } }", "{ round { ... on Circle { radius } ... on Ellipse { radius } ... on Square { radius } radius } }",
        "{ shape { parts { ... on Round { radius parts { area } } } ... on Ellipse { parts { radius area(unit: RED) } } parts { area } } }", "{ shape { ... on Ellipse { parts { ... on Circle { area } } } ... on Circle { parts { area(unit: RED) } } } }",
        "{ circle @when(all: [{equals: 1}]) @when(not: {among: [1]}) @when { area @when(all: {}, not: {}) @old @old } }", "query ($x: Condition @when(not: {equals: 1})) @when(all: $y) { circle @when(not: $x) { area } }", "query ($x: Int, $y: Int!) { circle @when(not: {equals: $x}) { area } a: circle @when(all: [{equals: $y}, {either: [{equals: $x}]}]) { area } }",
        "{ a { b } self { nope } circl { area } shape { radius other } round { inside } any { area } }", "{ circle { inside { ... on Ellipse { area } ... on Other { __typename } ... on Round { radius } } } any { ... on Other { ... on Ellipse { area } } } }",
        "{ list(limit: null) { area } a: list(limit: 4) { parts { parts { parts { label } } } } }", "query ($l: Int) { list(limit: $l) { area } }", "query ($l: Int = null) { list(limit: $l) { area } }", "query ($l: Int! = 1) { list(limit: $l) { area } }",
    ];
}
