namespace Integration.Graph.Engine.Types;

/// <summary>
/// The schema as one role sees it, without the fields that the role may never see, and without all types, inputs and
/// members that are used by these fields only. Introspection, suggestions, planning and the printed schema use only the
/// view.
/// </summary>
public sealed class SchemaView
{
    /// <summary>Creates the view of a role.</summary>
    /// <param name="full">The full schema.</param>
    /// <param name="policy">Decides what is visible.</param>
    /// <param name="name">Name of the view; empty for the view without a token.</param>
    public SchemaView(Schema full, IAccessPolicy policy, string name)
    {
        Full = full;
        Policy = policy;
        Name = name;
        Schema = new Projector(full, (type, field) => policy.IsVisible(name, type, field)).Project();
        Meta = MetaFields.Of(Schema);
    }

    /// <summary>Name of the view; empty for the view without a token.</summary>
    public string Name { get; }

    /// <summary>The full schema, against which documents are validated.</summary>
    public Schema Full { get; }

    /// <summary>The visible part, as a schema of its own.</summary>
    public Schema Schema { get; }

    /// <summary>The policy that decides what is visible.</summary>
    public IAccessPolicy Policy { get; }

    internal MetaFields Meta { get; }

    /// <summary>Whether the view contains the type and, if a field is named, the field.</summary>
    public bool Has(string type, string? field) =>
        Schema.Type(type) is { } found && (field is null || found switch
        {
            FieldsType fields => fields.Field(field) is not null,
            InputObjectType input => input.Field(field) is not null,
            EnumType values => values.Value(field) is not null,
            _ => false,
        });

    /// <summary>Copies the visible and reachable part of a schema.</summary>
    private sealed class Projector(Schema full, Func<string, string, bool> isVisible)
    {
        private readonly Dictionary<NamedType, NamedType?> _copies = [];
        private readonly List<Action> _later = [];
        private readonly HashSet<InterfaceType> _answered = [];
        private readonly HashSet<InputObjectType> _emptied = EmptiedInputs(full, isVisible);

        // Set while unused types are copied, so that they do not add types that the view would otherwise lack.
        private HashSet<NamedType>? _unused;

        public Schema Project()
        {
            var query = (ObjectType)Copy(full.Query)!;
            var mutation = full.Mutation is null ? null : (ObjectType?)Copy(full.Mutation);
            var subscription = full.Subscription is null ? null : (ObjectType?)Copy(full.Subscription);
            foreach (var type in full.Types.Where(t => t.Name.StartsWith("__", StringComparison.Ordinal) || BuiltInScalars.IsBuiltIn(t)))
            {
                Copy(type);
            }

            var directives = full.Directives.Select(d => new DirectiveDefinition(d.Name)
            {
                Description = d.Description,
                Arguments = Arguments(d.Arguments),
                IsRepeatable = d.IsRepeatable,
                Locations = d.Locations,
                DeprecationReason = d.DeprecationReason,
            }).ToList();
            Fill();

            // An object type also enters the view through an interface that is the type of a visible field.
            ReachThroughInterfaces();
            AddUnused();
            var kept = full.Types.Select(t => _copies.GetValueOrDefault(t)).OfType<NamedType>().Where(t => !IsEmptyUnused(t));
            return new Schema(kept, directives, query, mutation, subscription) { Description = full.Description };
        }

        private void ReachThroughInterfaces()
        {
            var count = -1;
            while (count != _copies.Count)
            {
                count = _copies.Count;
                foreach (var contract in _answered.ToList())
                {
                    foreach (var possible in full.PossibleTypes(contract))
                    {
                        Copy(possible);
                    }
                }

                Fill();
            }
        }

        /// <summary>
        /// Copies the output types that no field of the full schema returns, for example an unused union. No role decides on
        /// them. A fragment on such a type is valid if it shares possible types with its parent.
        /// </summary>
        /// <remarks>
        /// Source: GraphQL, "Fragment Spread Is Possible": GetPossibleTypes() covers all types of the schema, used or not.
        /// </remarks>
        private void AddUnused()
        {
            var used = UsedTypes(full);
            _unused = [.. full.Types.Where(t => t is FieldsType or UnionType && !used.Contains(t))];
            foreach (var type in _unused)
            {
                Copy(type);
            }

            Fill();
        }

        private bool IsEmptyUnused(NamedType copy) =>
            _unused!.Contains(full.Type(copy.Name)!) && copy is UnionType { Types.Count: 0 } or FieldsType { Fields.Count: 0 };

        /// <summary>The types reachable from the root types through fields, members, and interfaces in both directions.</summary>
        private static HashSet<NamedType> UsedTypes(Schema full)
        {
            var used = new HashSet<NamedType>();
            var next = new Stack<NamedType>(new NamedType?[] { full.Query, full.Mutation, full.Subscription }.OfType<NamedType>()
                .Concat(full.Types.Where(t => t.Name.StartsWith("__", StringComparison.Ordinal))));
            while (next.TryPop(out var type))
            {
                if (!used.Add(type))
                {
                    continue;
                }

                IEnumerable<NamedType> reached = type switch
                {
                    UnionType union => union.Types,
                    InterfaceType contract => contract.Fields.Select(f => f.Type.Named).Concat(contract.Interfaces).Concat(full.PossibleTypes(contract)),
                    FieldsType fields => fields.Fields.Select(f => f.Type.Named).Concat(fields.Interfaces),
                    _ => [],
                };
                foreach (var one in reached)
                {
                    next.Push(one);
                }
            }

            return used;
        }

        private void Fill()
        {
            for (var i = 0; i < _later.Count; i++)
            {
                _later[i]();
            }

            _later.Clear();
        }

        private IEnumerable<FieldDefinition> VisibleFields(FieldsType type) =>
            type.Fields.Where(f => type.IsGenerated || isVisible(type.Name, f.Name));

        private NamedType? Copy(NamedType type)
        {
            if (_copies.TryGetValue(type, out var known))
            {
                return known;
            }

            if (_unused is not null && !_unused.Contains(type))
            {
                return null;
            }

            NamedType? copy = type switch
            {
                ScalarType or EnumType => type,
                UnionType union => new UnionType(union.Name) { Description = union.Description, AppliedDirectives = union.AppliedDirectives },
                InputObjectType input => new InputObjectType(input.Name) { Description = input.Description, IsOneOf = input.IsOneOf, AppliedDirectives = input.AppliedDirectives },
                _ when !VisibleFields((FieldsType)type).Any() => null,
                InterfaceType contract => new InterfaceType(type.Name) { Description = type.Description, AppliedDirectives = type.AppliedDirectives, IsGenerated = contract.IsGenerated },
                _ => new ObjectType(type.Name)
                {
                    Description = type.Description,
                    AppliedDirectives = type.AppliedDirectives,
                    IsGenerated = ((ObjectType)type).IsGenerated,
                    IsRow = ((ObjectType)type).IsRow,
                    RowKey = ((ObjectType)type).RowKey,
                },
            };
            _copies.Add(type, copy);
            if (copy is null)
            {
                return null;
            }

            copy.RuntimeType = type.RuntimeType;
            switch (copy)
            {
                case FieldsType fields:
                    _later.Add(() => Fill(fields, (FieldsType)type));
                    break;
                case UnionType union:
                    _later.Add(() => union.Types = [.. ((UnionType)type).Types.Select(Copy).OfType<ObjectType>()]);
                    break;
                case InputObjectType input:
                    input.SetFields(Arguments(((InputObjectType)type).Fields));
                    break;
            }

            return copy;
        }

        private void Fill(FieldsType copy, FieldsType type)
        {
            copy.SetFields([.. VisibleFields(type).Select(f => Wrap(f.Type) is { } fieldType
                ? new FieldDefinition(f.Name, fieldType)
                {
                    Description = f.Description,
                    Arguments = Arguments(f.Arguments),
                    DeprecationReason = f.DeprecationReason,
                    AppliedDirectives = f.AppliedDirectives,
                    Binding = f.Binding,
                    Events = f.Events,
                    Id = f.Id,
                    Text = f.Text,
                    Paging = f.Paging,
                    IsSizedByParent = f.IsSizedByParent,
                    Cost = f.Cost,
                }
                : null).OfType<FieldDefinition>()]);
            copy.Interfaces = [.. type.Interfaces.Select(Copy).OfType<InterfaceType>()];
        }

        private List<InputValueDefinition> Arguments(IReadOnlyList<InputValueDefinition> arguments)
        {
            var result = new List<InputValueDefinition>();
            foreach (var argument in arguments)
            {
                if (argument.Member is { } member && !isVisible(member.Type, member.Field))
                {
                    continue;
                }

                if ((argument.Type.Named is InputObjectType input && _emptied.Contains(input)) || Wrap(argument.Type) is not { } type)
                {
                    continue;
                }

                result.Add(new InputValueDefinition(argument.Name, type)
                {
                    Description = argument.Description,
                    DefaultValue = argument.DefaultValue,
                    DeprecationReason = argument.DeprecationReason,
                    AppliedDirectives = argument.AppliedDirectives,
                    Id = argument.Id,
                    Member = argument.Member,
                });
            }

            return result;
        }

        /// <summary>
        /// Input types that have lost all fields that take a value. A filter with only <c>and</c>, <c>or</c> and other such
        /// filters left has no effect.
        /// </summary>
        private static HashSet<InputObjectType> EmptiedInputs(Schema full, Func<string, string, bool> isVisible)
        {
            var inputs = full.Types.OfType<InputObjectType>()
                .ToDictionary(t => t, t => t.Fields.Where(f => f.Member is null || isVisible(f.Member.Type, f.Member.Field)).ToList());
            var filled = Closure((input, known) => inputs[input].Exists(f => f.Type.Named is not InputObjectType inner || known.Contains(inner)));
            return Closure((input, known) => !filled.Contains(input)
                && (inputs[input].Count < input.Fields.Count || inputs[input].Exists(f => f.Type.Named is InputObjectType inner && known.Contains(inner))));

            HashSet<InputObjectType> Closure(Func<InputObjectType, HashSet<InputObjectType>, bool> belongs)
            {
                var known = new HashSet<InputObjectType>();
                while (inputs.Keys.Where(i => !known.Contains(i) && belongs(i, known)).ToList() is { Count: > 0 } more)
                {
                    known.UnionWith(more);
                }

                return known;
            }
        }

        private GraphQLType? Wrap(GraphQLType type) => type switch
        {
            NonNullType nonNull => Wrap(nonNull.OfType) is { } inner ? new NonNullType(inner) : null,
            ListType list => Wrap(list.OfType) is { } inner ? new ListType(inner) : null,
            _ => Reach((NamedType)type),
        };

        private NamedType? Reach(NamedType type)
        {
            if (type is InterfaceType contract)
            {
                _answered.Add(contract);
            }

            return Copy(type);
        }
    }
}
