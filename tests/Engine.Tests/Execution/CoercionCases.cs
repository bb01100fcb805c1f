namespace Integration.Graph.Engine.Tests.Execution;

/// <summary>Hand-written variables for each kind of input type, against <c>Schemas.Ways</c>.</summary>
internal static class CoercionCases
{
    public static readonly (string Definitions, string Json)[] Ways =
    [
        // Absent, null and default.
        ("$x: Int", "{}"), ("$x: Int", """{"x": null}"""), ("$x: Int!", "{}"), ("$x: Int!", """{"x": null}"""), ("$x: Int = 1", "{}"), ("$x: Int = 1", """{"x": null}"""), ("$x: Int! = 1", "{}"), ("$x: Int! = 1", """{"x": null}"""), ("$x: Int = null", "{}"),
        ("$x: Int, $y: Int!, $z: Int", """{"z": 1}"""), ("$x: Int!, $y: Int!", "{}"), ("$x: Int", """{"y": 1}"""), ("$x: Box = {g: true}", "{}"), ("$x: [Box!] = [{g: true, b: 1}, {g: false}]", "{}"), ("$x: [Int!]! = 1", "{}"),
        // Int.
        ("$x: Int", """{"x": 1}"""), ("$x: Int", """{"x": 1.0}"""), ("$x: Int", """{"x": 1e3}"""), ("$x: Int", """{"x": 1.5}"""), ("$x: Int", """{"x": "1"}"""), ("$x: Int", """{"x": true}"""), ("$x: Int", """{"x": 2147483647}"""), ("$x: Int", """{"x": 2147483648}"""), ("$x: Int", """{"x": -2147483648}"""), ("$x: Int", """{"x": -2147483649}"""), ("$x: Int", """{"x": -0}"""), ("$x: Int", """{"x": [1]}"""), ("$x: Int", """{"x": {}}"""), ("$x: Int", """{"x": ""}"""), ("$x: Int", """{"x": 123456789012345678901234567890}"""),
        // Float.
        ("$x: Float", """{"x": 1}"""), ("$x: Float", """{"x": 1.5}"""), ("$x: Float", """{"x": -1e-7}"""), ("$x: Float", """{"x": 123456789012}"""), ("$x: Float", """{"x": "1.5"}"""), ("$x: Float", """{"x": false}"""), ("$x: Float", """{"x": [1.5]}"""), ("$x: Float", """{"x": 0.1}"""), ("$x: Float", """{"x": 9007199254740993}"""),
        // String.
        ("$x: String", """{"x": ""}"""), ("$x: String", """{"x": "æ😀\u0000"}"""), ("$x: String", """{"x": 1}"""), ("$x: String", """{"x": true}"""), ("$x: String", """{"x": ["a"]}"""), ("$x: String", """{"x": {"a": 1}}"""),
        // Boolean.
        ("$x: Boolean", """{"x": true}"""), ("$x: Boolean", """{"x": "true"}"""), ("$x: Boolean", """{"x": 0}"""), ("$x: Boolean!", """{"x": null}"""),
        // ID.
        ("$x: ID", """{"x": "a"}"""), ("$x: ID", """{"x": 4}"""), ("$x: ID", """{"x": 4.0}"""), ("$x: ID", """{"x": 4.5}"""), ("$x: ID", """{"x": true}"""), ("$x: ID", """{"x": 12345678901}"""), ("$x: ID", """{"x": -1}"""), ("$x: ID", """{"x": ""}"""), ("$x: ID", """{"x": -0.0}"""),
        // Enums.
        ("$x: Choice", """{"x": "A"}"""), ("$x: Choice", """{"x": "a"}"""), ("$x: Choice", """{"x": "D"}"""), ("$x: Choice", """{"x": 0}"""), ("$x: Choice", """{"x": true}"""), ("$x: Choice!", """{"x": null}"""), ("$x: Choice = C", "{}"), ("$x: [Choice!]", """{"x": ["A", "X", 1, null]}"""),
        // A scalar without code.
        ("$x: Any", """{"x": {"a": [1, "b", null, true]}}"""), ("$x: Any", """{"x": null}"""), ("$x: Any = {a: [1, B, \"c\"]}", "{}"), ("$x: [Any]", """{"x": {"a": 1}}"""), ("$x: [Any!]", """{"x": [1, null]}"""),
        // Lists.
        ("$x: [Int]", """{"x": []}"""), ("$x: [Int]", """{"x": [1, null]}"""), ("$x: [Int]", """{"x": 1}"""), ("$x: [Int]", """{"x": null}"""), ("$x: [Int]", """{"x": "a"}"""), ("$x: [Int!]", """{"x": [1, null, 2, null]}"""), ("$x: [Int!]!", """{"x": null}"""), ("$x: [Int!]", """{"x": ["a", 1, "b"]}"""),
        ("$x: [[Int]]", """{"x": 1}"""), ("$x: [[Int]]", """{"x": [1, [2], null]}"""), ("$x: [[Int!]!]", """{"x": [1, [2], null]}"""), ("$x: [[Int!]!]", """{"x": [[null], []]}"""), ("$x: [[[Int]]]", """{"x": [[1]]}"""), ("$x: [[[Int]]]", """{"x": 1}"""), ("$x: [Int]", """{"x": {"0": 1}}"""), ("$x: [Int]", """{"x": [[1]]}"""),
        // Input objects.
        ("$x: Box", """{"x": {"g": true}}"""), ("$x: Box", """{"x": {}}"""), ("$x: Box", """{"x": {"g": null}}"""), ("$x: Box", """{"x": {"g": true, "b": null}}"""), ("$x: Box", """{"x": {"g": true, "a": null, "e": null}}"""), ("$x: Box", """{"x": {"g": true, "nope": 1}}"""), ("$x: Box", """{"x": {"nope": 1, "never": 2}}"""), ("$x: Box", """{"x": "box"}"""), ("$x: Box", """{"x": []}"""), ("$x: Box", """{"x": [{"g": true}]}"""), ("$x: Box", """{"x": 1}"""),
        ("$x: Box", """{"x": {"g": true, "c": 1}}"""), ("$x: Box", """{"x": {"g": true, "c": [1, null]}}"""), ("$x: Box", """{"x": {"g": true, "d": {"g": false, "d": {"b": "x"}}}}"""), ("$x: Box", """{"x": {"g": 1, "a": "b", "f": 2, "e": "Z"}}"""), ("$x: [Box!]", """{"x": [{"g": true}, {}, null]}"""), ("$x: [Box]", """{"x": {"g": true}}"""), ("$x: Box!", """{"x": {"e": "C", "g": false, "f": "", "a": 0, "c": []}}"""),
        // One-of input objects.
        ("$x: OneOf", """{"x": {"a": 1}}"""), ("$x: OneOf", """{"x": {}}"""), ("$x: OneOf", """{"x": {"a": 1, "b": "x"}}"""), ("$x: OneOf", """{"x": {"a": null}}"""), ("$x: OneOf", """{"x": {"a": null, "b": "x"}}"""), ("$x: OneOf", """{"x": {"b": "x", "a": null}}"""), ("$x: OneOf", """{"x": {"a": "x"}}"""), ("$x: OneOf", """{"x": {"nope": 1}}"""), ("$x: OneOf", """{"x": {"a": 1, "nope": 1}}"""), ("$x: OneOf", """{"x": {"c": 1}}"""), ("$x: OneOf", """{"x": {"c": [null]}}"""), ("$x: OneOf", """{"x": {"d": {"g": true, "h": {"a": 1, "b": "x"}}}}"""), ("$x: OneOf!", """{"x": null}"""), ("$x: OneOf = {b: \"x\"}", "{}"), ("$x: [OneOf!]", """{"x": [{"a": 1}, {"b": null}, {"a": 1, "c": 2}]}"""),
        // Several variables at once.
        ("$x: Int\n  $y: Box\n  $z: [OneOf]", """{"x": "1", "y": {"a": 1.5}, "z": [{}]}"""), ("\"described\" $x: Int, $y: Int", """{"x": true, "y": false}"""),
    ];
}
