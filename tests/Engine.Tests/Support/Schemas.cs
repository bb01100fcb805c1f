using System.Runtime.CompilerServices;

namespace Integration.Graph.Engine.Tests.Support;

/// <summary>The test schemas, by name.</summary>
internal static class Schemas
{
    /// <summary>A small farm: interfaces that implement interfaces, unions, nested lists, custom directives.</summary>
    public const string Farm = """"
        "Everything that lives on the farm."
        interface Being { name(surname: Boolean): String }

        interface Animal implements Being {
          name(surname: Boolean): String
          mother: Animal
          friends(first: Int = 10): [Animal!]
        }

        type Hen implements Animal & Being {
          name(surname: Boolean): String
          mother: Hen
          friends(first: Int = 10): [Animal!]
          eggs(colour: Colour = WHITE, sizes: [Int!]): Int!
          weight: Float
          box: [[Hen]]
        }

        type Goat implements Animal & Being {
          name(surname: Boolean): String
          mother: Animal
          friends(first: Int = 10): [Animal!]
          eggs: String
          weight: Int
          climbs(on: Thing!, times: Int! = 1): Boolean!
          colours: [Colour]
        }

        type Farmer implements Being {
          name(surname: Boolean): String
          animals(where: AnimalFilter, order: [AnimalOrder!]): [Animal]!
          helper: Helper
          weight: [Int]
          born: Date
        }

        union Helper = Farmer | Goat
        union Bird = Hen

        enum Colour { WHITE BROWN BLUE @deprecated(reason: "No \"blue\" hens any more") SPECKLED @deprecated }
        enum Thing { ROCK ROOF TREE }

        "A day, such as `2026-09-01`."
        scalar Date @specifiedBy(url: "https://example.org/date")
        scalar Anything

        input AnimalFilter {
          and: [AnimalFilter!]
          name: TextFilter
          colour: Colour = BROWN
          weight: Range
          older: Boolean! = false
          tags: [[String!]!]
        }

        input TextFilter { eq: String, in: [String], startsWith: String! = "" }
        input Range { min: Float!, max: Float }
        input AnimalOrder { by: String!, descending: Boolean = false }

        "Exactly one of them."
        input Key @oneOf { id: ID, name: String, place: Range, old: Key }

        input Complex { required: Boolean!, number: Int, text: String, many: [Int!], key: Key, any: Anything, nested: Complex }

        directive @trace(level: Int! = 0, label: String) on FIELD | QUERY | FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @tag(name: String!) repeatable on FIELD | QUERY | MUTATION | SUBSCRIPTION | FRAGMENT_DEFINITION | FRAGMENT_SPREAD | INLINE_FRAGMENT | VARIABLE_DEFINITION
        directive @onlyQuery on QUERY

        type Query {
          hen(id: ID!): Hen
          goat(key: Key!): Goat
          animal(key: Key): Animal
          being: Being
          animals(where: AnimalFilter, first: Int = 5, ids: [ID!]): [Animal!]!
          helpers: [Helper]
          bird: Bird
          farmer: Farmer!
          number(int: Int, intRequired: Int!, float: Float, text: String, flag: Boolean, list: [Int], grid: [[Int]]): Int
          complex(input: Complex, day: Date, any: Anything, inputs: [Complex!]): String
          greeting: String
        }

        type Mutation {
          feed(animal: ID!, with: Thing = ROCK): Animal
          rename(input: RenameInput!): RenamePayload!
        }

        input RenameInput { id: ID!, name: String!, surname: String = null }
        union RenameError = NotFound | NotAllowed
        interface Error { message: String! }
        type NotFound implements Error { message: String!, id: ID! }
        type NotAllowed implements Error { message: String!, reason: Thing }
        type RenamePayload { animal: Animal, errors: [RenameError!] }

        type Subscription {
          laid(colour: Colour): Hen!
          moved: Being
        }
        """";

    /// <summary>
    /// Connections, nodes and filters, as servers with Relay conventions have them. Root types have other names.
    /// </summary>
    public const string Library = """"
        """
        A library.

          With an indented line.
        """
        schema { query: Root, mutation: Change }

        interface Node { id: ID! }

        type PageInfo { hasNextPage: Boolean!, hasPreviousPage: Boolean!, startCursor: String, endCursor: String }

        type Book implements Node {
          "The global id."
          id: ID!
          title(
            "Of the title."
            language: Language! = DA
            length: Int
          ): String!
          authors(first: Int, after: String, last: Int, before: String, where: AuthorFilterInput): AuthorsConnection
          printed: [Edition!]!
          related: Related
        }

        type Author implements Node & Person {
          id: ID!
          given: String!
          family: String
          books(first: Int, after: String, where: BookFilterInput, order: [BookSortInput!]): BooksConnection
        }

        type Reader implements Node & Person {
          id: ID!
          given: String!
          family: String!
          borrowed: [Book]
        }

        interface Person { given: String!, family: String }

        type Edition { year: Int!, pages: Int @deprecated(reason: "Use `length`."), length(unit: LengthUnit = PAGES): Float }

        enum LengthUnit { PAGES, WORDS }
        enum Language { DA EN AR }
        enum SortDirection { ASC DESC }
        union Related = Book | Author | Edition

        type BooksConnection { nodes: [Book!], edges: [BooksEdge!], pageInfo: PageInfo!, totalCount: Int! }
        type BooksEdge { node: Book!, cursor: String! }
        type AuthorsConnection { nodes: [Author!], edges: [AuthorsEdge!], pageInfo: PageInfo! }
        type AuthorsEdge { node: Author!, cursor: String! }

        input BookFilterInput { and: [BookFilterInput!], or: [BookFilterInput!], title: StringFilterInput, authors: AuthorFilterInput, year: IntFilterInput }
        input AuthorFilterInput { and: [AuthorFilterInput!], given: StringFilterInput, family: StringFilterInput }
        input StringFilterInput { eq: String, neq: String, in: [String], startsWith: String }
        input IntFilterInput { eq: Int, in: [Int!], gte: Int, lt: Int }
        input BookSortInput { title: SortDirection, year: SortDirection }
        input LendInput { book: ID!, reader: ID!, days: Int! = 28, note: String }

        type Root {
          node(id: ID!): Node
          nodes(ids: [ID!]!): [Node]!
          books(first: Int, after: String, where: BookFilterInput, order: [BookSortInput!] = [{ title: ASC }]): BooksConnection
          book(id: ID, isbn: String @deprecated(reason: "Use id.")): Book
          people: [Person!]!
          related(to: [ID!] = []): [Related!]
          languages: [Language!]!
        }

        type Change { lend(input: LendInput!): Lent!, return(book: ID!): Book }
        type Lent { book: Book, errors: [LendError!] }
        union LendError = Missing | TooMany
        type Missing { message: String!, code: String! }
        type TooMany { message: String!, limit: Int! }
        """";

    /// <summary>Recursive types, a one-of input object inside lists, deep inputs, and no mutations.</summary>
    public const string Shapes = """
        directive @when(all: [Condition!], not: Condition) repeatable on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT | QUERY | VARIABLE_DEFINITION
        directive @old @deprecated(reason: "Too old") on FIELD
        input Condition @oneOf { equals: Int, among: [Int!], either: [Condition!], deep: Deep }
        input Deep { a: Deep, b: [[Deep]], leaf: Leaf! = RED, matrix: [[[Int!]!]!], one: Condition }
        enum Leaf { RED GREEN }
        interface Shape { area(unit: Leaf): Float!, parts: [Shape!]!, label: String }
        interface Round implements Shape { area(unit: Leaf): Float!, parts: [Shape!]!, label: String, radius: Int }
        type Circle implements Round & Shape { area(unit: Leaf): Float!, parts: [Shape!]!, label: String!, radius: Int!, inside: Any }
        type Ellipse implements Round & Shape { area(unit: Leaf): Float!, parts: [Round!]!, label: String, radius: Int, inside: Any, other: Int! }
        type Square implements Shape { area(unit: Leaf, exact: Boolean): Float!, parts: [Shape!]!, label: String, inside: [Any], other: String, radius: String }
        union Any = Circle | Square
        union Other = Ellipse | Square
        type Query { shape(where: Deep): Shape, round: Round, circle: Circle, any: Any, other: Other, list(of: [Condition], limit: Int! = 3): [[Shape!]], self: Query! }
        """;

    /// <summary>For execution. The field names decide what the stubs return.</summary>
    public const string Ways = """
        type Query implements Node {
          id: ID!, someText: String!, noneText: String, noneTextRequired: String!, failText: String, failTextRequired: String!
          someInt: Int!, wrongInt: Int, wrongIntRequired: Int!, wrongFloat: Float, wrongBoolean: Boolean, wrongId: ID, wrongText: String
          someChoice: Choice!, wrongChoice: Choice, wrongChoices: [Choice], someDate: Date
          some: Query!, someNullable: Query, none: Query, noneRequired: Query!, fail: Query, failRequired: Query!
          someList: [Query], someListOfRequired: [Query!], someRequiredList: [Query!]!, failList: [Query!]!, noneList: [Query!]!
          holes: [String], holesOfRequired: [String!], holesRequired: [String!]!
          holesOfObjects: [Query], holesOfRequiredObjects: [Query!], holesOfNodes: [Node], holesRequiredNodes: [Node!]!
          someGrid: [[Query]], someGridRequired: [[Query!]!]!, holesGrid: [[String]], holesGridOfRequired: [[String!]], holesGridRequired: [[String!]!]
          someNode: Node, someEither: Either, someEithers: [Either!]!, wrongNode: Node, wrongNodeRequired: Node!, wrongEithers: [Either]
          echo(int: Int, required: Int! = 3, text: String = "text", list: [Int], grid: [[Int!]], choice: Choice = A, box: Box, key: OneOf, boxes: [Box!], many: [Int!]! = [1, 2], any: Any, flag: Boolean): String
          must(int: Int!, box: Box!): String!
        }
        interface Node { id: ID!, someText: String!, failTextRequired: String! }
        type Leaf implements Node { id: ID!, someText: String!, failTextRequired: String!, failText: String, someLeaf: Int }
        union Either = Leaf | Query
        "No field returns it."
        union Unused = Leaf | Spare
        type Spare { id: ID!, unused: Unused }
        enum Choice { A B C }
        scalar Date
        scalar Any
        input Box { a: Int, b: Int! = 7, c: [Int!], d: Box, e: Choice = B, f: String, g: Boolean!, h: OneOf }
        input OneOf @oneOf { a: Int, b: String, c: [Int!], d: Box }
        type Mutation {
          someFirst(n: Int): Change!, someSecond(n: Int): Change, someThird: Change!, failFirst: Change, failRequired: Change!, noneRequired: Change!, someNumber: Int!
        }
        type Change { someNumber: Int!, some: Change!, someList: [Change!]!, failRequired: Int!, noneText: String }
        """;

    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["farm"] = Farm,
        ["library"] = Library,
        ["shapes"] = Shapes,
    };

    /// <summary>The product's own schema, from its snapshot.</summary>
    public static string Server([CallerFilePath] string path = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "../../../api/Server/schema.graphql"));
}
