namespace Integration.Graph.Engine.Types;

/// <remarks>Specification: IsValidImplementation() in 3.6 Objects and 3.7 Interfaces.</remarks>
public sealed partial class SchemaValidator
{
    private void ValidateInterfaces(FieldsType type)
    {
        var seen = new HashSet<string>();
        foreach (var contract in type.Interfaces)
        {
            ValidateIsKnown(contract, type.Name);
            if (ReferenceEquals(type, contract))
            {
                Report($"Type {type} cannot implement itself because it would create a circular reference.");
            }
            else if (!seen.Add(contract.Name))
            {
                Report($"Type {type} can only implement {contract} once.");
            }
            else
            {
                ValidateAncestors(type, contract);
                ValidateImplementation(type, contract);
            }
        }
    }

    private void ValidateAncestors(FieldsType type, InterfaceType contract)
    {
        foreach (var ancestor in contract.Interfaces)
        {
            if (!type.Interfaces.Contains(ancestor))
            {
                Report(ReferenceEquals(ancestor, type)
                    ? $"Type {type} cannot implement {contract} because it would create a circular reference."
                    : $"Type {type} must implement {ancestor} because it is implemented by {contract}.");
            }
        }
    }

    private void ValidateImplementation(FieldsType type, InterfaceType contract)
    {
        foreach (var promised in contract.Fields)
        {
            var promise = $"{contract}.{promised.Name}";
            var coordinate = $"{type}.{promised.Name}";
            if (type.Field(promised.Name) is not { } field)
            {
                Report($"Interface field {promise} expected but {type} does not provide it.");
                continue;
            }

            if (!field.Type.IsSubTypeOf(promised.Type, _schema))
            {
                Report($"Interface field {promise} expects type {promised.Type} but {coordinate} is type {field.Type}.");
            }

            ValidateImplementedArguments(promised, promise, field, coordinate);
            if (field.DeprecationReason is not null && promised.DeprecationReason is null)
            {
                Report(
                    $"Interface field {promise} is not deprecated, so implementation field {coordinate} must not be deprecated.");
            }
        }
    }

    private void ValidateImplementedArguments(
        FieldDefinition promised, string promise, FieldDefinition field, string coordinate)
    {
        foreach (var expected in promised.Arguments)
        {
            var given = field.Arguments.FirstOrDefault(a => a.Name == expected.Name);
            if (given is null)
            {
                Report($"Interface field argument {promise}({expected.Name}:) expected but {coordinate} does not provide it.");
            }
            else if (given.Type.ToString() != expected.Type.ToString())
            {
                Report(
                    $"Interface field argument {promise}({expected.Name}:) expects type {expected.Type} but {coordinate}({given.Name}:) is type {given.Type}.");
            }
        }

        foreach (var added in field.Arguments)
        {
            if (added.IsRequired && promised.Arguments.All(a => a.Name != added.Name))
            {
                Report(
                    $"Argument \"{coordinate}({added.Name}:)\" must not be required type \"{added.Type}\" if not provided by the Interface field \"{promise}\".");
            }
        }
    }
}
