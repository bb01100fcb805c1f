namespace Integration.Graph.Engine.Tests.Validation;

/// <summary>
/// The situations in the examples of the specification's chapter 5, rule by rule and in the same order, on the farm. The
/// reference implementation decides.
/// </summary>
internal static class SpecificationCases
{
    /// <summary>The documents of each section. Those that the specification calls valid start with <c># valid</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Farm = new Dictionary<string, string[]>
    {
        ["5.1.1 Executable Definitions"] = ["query name { farmer { name taste } } extend type Farmer { taste: String }"],
        ["5.2.1.1 Operation Type Existence"] = ["# valid\nquery { greeting }", "# valid\nmutation { rename(input: {id: 1, name: \"x\"}) { animal { name } } }"],
        ["5.2.2.1 Operation Name Uniqueness"] =
        [
            "# valid\nquery name { farmer { name } } query helper { farmer { helper { __typename } } }", "query name { farmer { name } } query name { farmer { helper { __typename } } }",
            "query feeding { farmer { name } } mutation feeding { feed(animal: 1) { name } }",
        ],
        ["5.2.3.1 Lone Anonymous Operation"] = ["# valid\n{ farmer { name } }", "{ farmer { name } } query helper { farmer { helper { __typename } } }"],
        ["5.2.4.1 Single Root Field"] =
        [
            "# valid\nsubscription eggs { laid { name weight } }", "# valid\nsubscription eggs { ...fields } fragment fields on Subscription { laid { name weight } }",
            "subscription eggs { laid { name weight } moved { name } }", "subscription eggs { ...several } fragment several on Subscription { laid { name } moved { name } }",
            "subscription required($flag: Boolean!) { laid @include(if: $flag) { name } moved @skip(if: $flag) { name } }", "subscription eggs { __typename }",
        ],
        ["5.3.1 Field Selections"] =
        [
            "{ hen(id: 1) { ...undefined ...lying } } fragment undefined on Hen { climbs } fragment lying on Hen { eggs: horns }", "# valid\n{ animal { ...fields } } fragment fields on Animal { name }", "{ animal { ...fields } } fragment fields on Animal { weight }",
            "# valid\n{ helpers { ...fields } } fragment fields on Helper { __typename ... on Being { name } ... on Goat { eggs } }", "{ helpers { ...fields } } fragment fields on Helper { name eggs }",
        ],
        ["5.3.2 Field Selection Merging"] =
        [
            "# valid\n{ hen(id: 1) { ...A ...B } } fragment A on Hen { name name } fragment B on Hen { other: name other: name }", "{ hen(id: 1) { ...A } } fragment A on Hen { name: weight name }",
            "# valid\nquery ($on: Thing!) { goat(key: {id: 1}) { ...A ...B } } fragment A on Goat { climbs(on: ROCK) climbs(on: ROCK) } fragment B on Goat { x: climbs(on: $on) x: climbs(on: $on) }",
            "query ($one: Thing!, $two: Thing!) { goat(key: {id: 1}) { ...A ...B ...C ...D } } fragment A on Goat { a: climbs(on: ROCK) a: climbs(on: ROOF) } fragment B on Goat { b: climbs(on: ROCK) b: climbs(on: $one) } fragment C on Goat { c: climbs(on: $one) c: climbs(on: $two) } fragment D on Goat { d: name(surname: true) d: name }",
            "# valid\n{ animal { ...A ...B } } fragment A on Animal { ... on Hen { mass: name } ... on Goat { mass: eggs } } fragment B on Animal { ... on Hen { x: name(surname: true) } ... on Goat { x: name(surname: false) } }",
            "{ animal { ...A } } fragment A on Animal { ... on Hen { value: name } ... on Goat { value: weight } }",
        ],
        ["5.3.3 Leaf Field Selections"] =
        [
            "# valid\n{ goat(key: {id: 1}) { ...A } } fragment A on Goat { weight }", "{ goat(key: {id: 1}) { ...A } } fragment A on Goat { weight { grams } }", "query A { farmer } query B { animal } query C { helpers }",
            "mutation { feed(animal: 1) }", "# valid\nmutation { feed(animal: 1) { name } }",
        ],
        ["5.4.1 Argument Names"] =
        [
            "# valid\n{ goat(key: {id: 1}) { ...A ...B } } fragment A on Goat { climbs(on: ROCK) } fragment B on Goat { name(surname: true) @include(if: true) }", "{ goat(key: {id: 1}) { ...A } } fragment A on Goat { climbs(under: ROCK) }",
            "{ goat(key: {id: 1}) { ...A } } fragment A on Goat { name(surname: true) @include(unless: false) }", "# valid\n{ goat(key: {id: 1}) { ...A } x: goat(key: {id: 2}) { ...B } } fragment A on Goat { climbs(on: ROCK, times: 2) } fragment B on Goat { climbs(times: 2, on: ROCK) }",
        ],
        ["5.4.2 Argument Uniqueness"] = ["{ goat(key: {id: 1}) { climbs(on: ROCK, on: ROOF) } }", "# valid\n{ goat(key: {id: 1}) { climbs(on: ROCK) } }"],
        ["5.4.3 Required Arguments"] =
        [
            "# valid\n{ ...A ...B } fragment A on Query { a: number(intRequired: 1, flag: true) } fragment B on Query { b: number(intRequired: 2) }", "# valid\n{ ...A } fragment A on Query { being { name } }",
            "{ ...A } fragment A on Query { number }", "{ ...A } fragment A on Query { number(intRequired: null) }",
        ],
        ["5.5.1.1 Fragment Name Uniqueness"] =
        [
            "# valid\n{ farmer { ...one ...two } } fragment one on Farmer { name } fragment two on Farmer { helper { __typename } }", "{ farmer { ...one } } fragment one on Farmer { name } fragment one on Farmer { helper { __typename } }",
        ],
        ["5.5.1.2 Fragment Spread Type Existence"] =
        [
            "# valid\n{ farmer { ...A ...B ...C } } fragment A on Farmer { name } fragment B on Farmer { ... on Farmer { name } } fragment C on Farmer { ... @include(if: true) { name } }",
            "{ farmer { ...A ...B } } fragment A on Shepherd { name } fragment B on Farmer { ... on Shepherd { name } }",
        ],
        ["5.5.1.3 Fragments on Object, Interface or Union Types"] =
        [
            "# valid\n{ helpers { ...A ...B ...C } } fragment A on Goat { name } fragment B on Being { name } fragment C on Helper { ... on Farmer { name } }", "{ farmer { ...A ...B } } fragment A on Int { something } fragment B on Farmer { ... on Boolean { else } }",
        ],
        ["5.5.1.4 Fragments Must Be Used"] = ["fragment A on Farmer { name } { farmer { name } }"],
        ["5.5.2.1 Fragment Spread Target Defined"] = ["{ farmer { ...missing } }"],
        ["5.5.2.2 Fragment Spreads Must Not Form Cycles"] =
        [
            "{ hen(id: 1) { ...A } } fragment A on Hen { name ...B } fragment B on Hen { weight ...A }", "{ hen(id: 1) { ...A } } fragment A on Hen { name mother { ...B } } fragment B on Hen { name box { ...A } }",
            "# valid\n{ hen(id: 1) { name weight name weight name weight } }",
        ],
        ["5.5.2.3 Fragment Spread Is Possible"] =
        [
            "# valid\n{ hen(id: 1) { ...A } } fragment A on Hen { ... on Hen { weight } }", "{ hen(id: 1) { ...A } } fragment A on Hen { ... on Goat { weight } }", "# valid\n{ hen(id: 1) { ...B } } fragment A on Being { name } fragment B on Hen { ...A }",
            "# valid\n{ goat(key: {id: 1}) { ...B } } fragment A on Helper { ... on Farmer { weight } } fragment B on Goat { ...A }", "# valid\n{ animal { ...A } helpers { ...B } } fragment A on Animal { name ... on Hen { weight } } fragment B on Helper { ... on Farmer { born } }",
            "{ animal { ...A } bird { ...B } } fragment A on Animal { ... on Farmer { born } } fragment B on Bird { ... on Goat { colours } }", "# valid\n{ animal { ...A } } fragment A on Animal { ...B } fragment B on Helper { ... on Goat { weight } }",
            "{ bird { ...A } } fragment A on Bird { ...B } fragment B on Helper { __typename }", "# valid\n{ being { ...A } } fragment A on Being { ...B } fragment B on Animal { mother { name } }",
        ],
        ["5.6.1 Values of Correct Type"] =
        [
            "# valid\n{ ...A ...B } fragment A on Query { a: number(intRequired: 1, flag: true) } fragment B on Query { b: number(intRequired: 1, float: 123) }", "# valid\nquery ($c: Complex = {required: true, text: \"Fido\"}) { complex(input: $c) }",
            "{ ...A } fragment A on Query { number(intRequired: \"123\") }", "{ complex(input: {required: true, text: 123}) }",
        ],
        ["5.6.2 Input Object Field Names"] = ["# valid\n{ complex(input: {required: true, text: \"Fido\"}) }", "{ complex(input: {required: true, favouriteCookie: \"x\"}) }"],
        ["5.6.3 Input Object Field Uniqueness"] = ["{ complex(input: {required: true, required: false}) }"],
        ["5.6.4 Input Object Required Fields"] = ["{ complex(input: {}) }", "{ complex(input: {required: null}) }", "# valid\n{ complex(input: {required: false}) }"],
        ["5.7.1 Directives Are Defined"] = ["{ greeting @undefined }", "# valid\n{ greeting @trace }"],
        ["5.7.2 Directives Are in Valid Locations"] = ["query ($foo: Boolean!) @skip(if: $foo) { greeting }"],
        ["5.7.3 Directives Are Unique per Location"] =
        [
            "query ($foo: Boolean = true, $bar: Boolean = false) { greeting @skip(if: $foo) @skip(if: $bar) }", "# valid\nquery ($foo: Boolean = true, $bar: Boolean = false) { farmer @skip(if: $foo) { name } farmer @skip(if: $bar) { born } }",
        ],
        ["5.8.1 Variable Uniqueness"] =
        [
            "query A($s: Boolean, $s: Boolean) { farmer { name(surname: $s) } }", "# valid\nquery A($s: Boolean) { ...F } query B($s: Boolean) { ...F } fragment F on Query { farmer { name(surname: $s) } }",
        ],
        ["5.8.2 Variables Are Input Types"] =
        [
            "# valid\nquery A($s: Boolean) { farmer { name(surname: $s) } } query B($c: Complex) { complex(input: $c) } query C($l: [Int!]) { hen(id: 1) { eggs(sizes: $l) } }", "query A($x: Hen) { greeting } query B($x: Farmer!) { greeting } query C($x: [Animal]) { greeting } query D($x: Helper) { greeting }",
        ],
        ["5.8.3 All Variable Uses Defined"] =
        [
            "# valid\nquery A($s: Boolean) { farmer { name(surname: $s) } }", "query A { farmer { name(surname: $s) } }", "# valid\nquery A($s: Boolean) { farmer { ...F } } fragment F on Farmer { name(surname: $s) }",
            "query A { farmer { ...F } } fragment F on Farmer { name(surname: $s) }", "query A { farmer { ...G } } fragment G on Farmer { ...F } fragment F on Farmer { name(surname: $s) }",
            "# valid\nquery A($s: Boolean) { farmer { ...F } } query B($s: Boolean) { farmer { ...F } } fragment F on Farmer { name(surname: $s) }", "query A($s: Boolean) { farmer { ...F } } query B { farmer { ...F } } fragment F on Farmer { name(surname: $s) }",
        ],
        ["5.8.4 All Variables Used"] =
        [
            "query A($s: Boolean) { farmer { name } }", "# valid\nquery A($s: Boolean) { farmer { ...F } } fragment F on Farmer { name(surname: $s) }", "query A($s: Boolean) { farmer { ...F } } fragment F on Farmer { name }",
            "query A($s: Boolean) { farmer { ...F } } query B($s: Boolean, $extra: Int) { farmer { ...F } } fragment F on Farmer { name(surname: $s) }",
        ],
        ["5.8.5 All Variable Usages Are Allowed"] =
        [
            "query ($i: Int) { number(intRequired: 1, flag: $i) }", "query ($l: [Boolean]) { number(intRequired: 1, flag: $l) }", "query ($i: Int) { number(intRequired: $i) }", "# valid\nquery ($l: [Int]!) { number(intRequired: 1, list: $l) }",
            "query ($l: [Int]) { hen(id: 1) { eggs(sizes: $l) } }", "# valid\nquery ($t: Int) { goat(key: {id: 1}) { climbs(on: ROCK, times: $t) } }", "# valid\nquery ($i: Int = 1) { number(intRequired: $i) }", "query ($i: Int = null) { number(intRequired: $i) }",
            "query ($n: String) { animal(key: {name: $n}) { name } }", "# valid\nquery ($n: String!) { animal(key: {name: $n}) { name } }",
        ],
    };
}
