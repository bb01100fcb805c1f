namespace Integration.Graph.Engine.Tests.Support;

/// <summary>The introspection query of common tools, with every field that this edition of the specification defines.</summary>
internal static class IntrospectionQuery
{
    public const string Text = """
        query Introspection {
          __schema {
            description
            queryType { name kind }
            mutationType { name kind }
            subscriptionType { name kind }
            types { ...Full }
            directives(includeDeprecated: true) {
              name description isRepeatable isDeprecated deprecationReason locations
              args(includeDeprecated: true) { ...Input }
            }
          }
        }
        fragment Full on __Type {
          kind name description specifiedByURL isOneOf
          fields(includeDeprecated: true) {
            name description isDeprecated deprecationReason
            args(includeDeprecated: true) { ...Input }
            type { ...Reference }
          }
          inputFields(includeDeprecated: true) { ...Input }
          interfaces { ...Reference }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...Reference }
        }
        fragment Input on __InputValue {
          name description defaultValue isDeprecated deprecationReason
          type { ...Reference }
        }
        fragment Reference on __Type {
          kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
            kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
          } } } } }
        }
        """;
}
