using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Tests.Architecture;

/// <summary>
/// The arrows between the engine's folders: a folder uses those below it, and no other. Reads the compiled assembly:
/// signatures, attributes and the instructions of every method.
/// </summary>
public sealed class ArrowTests
{
    private const string Root = "Integration.Graph.Engine.";

    /// <summary>From the bottom to the top, as in api/Engine/README.md.</summary>
    private static readonly string[] Folders = ["Language", "Types", "Validation", "Planning", "Execution", "Http"];

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    [Fact]
    public void No_folder_uses_one_above_it()
    {
        var assembly = typeof(RequestContext).Assembly;
        var types = assembly.GetTypes().Where(type => FolderOf(type) is not null).ToList();
        types.Select(FolderOf).Distinct().Count().ShouldBe(Folders.Length);

        var uses = types.SelectMany(type => UsedBy(type).Select(used => (From: type, To: used))).ToList();
        var upward = uses.Where(use => Rank(use.From) < Rank(use.To))
            .Select(use => $"{FolderOf(use.From)}/{Outer(use.From).Name} uses {FolderOf(use.To)}/{Outer(use.To).Name}").Distinct().Order(StringComparer.Ordinal).ToList();

        uses.Count.ShouldBeGreaterThan(1000);
        upward.ShouldBeEmpty();
    }

    private static int Rank(Type type) => Array.IndexOf(Folders, FolderOf(type));

    private static string? FolderOf(Type type) =>
        Outer(type).Namespace is { } name && name.StartsWith(Root, StringComparison.Ordinal) ? name[Root.Length..].Split('.')[0] : null;

    private static Type Outer(Type type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    private static HashSet<Type> UsedBy(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var used = new HashSet<Type>();
        Add(used, type.BaseType);
        foreach (var one in type.GetInterfaces().Concat(type.GetGenericArguments().SelectMany(x => x.IsGenericParameter ? x.GetGenericParameterConstraints() : [])))
        {
            Add(used, one);
        }

        foreach (var attribute in type.GetCustomAttributesData())
        {
            Add(used, attribute.AttributeType);
        }

        foreach (var member in type.GetMembers(All))
        {
            foreach (var attribute in member.GetCustomAttributesData().Where(x => x.AttributeType.Assembly == type.Assembly || x.AttributeType == typeof(AsyncStateMachineAttribute)))
            {
                Add(used, attribute.AttributeType);
            }

            if (member is FieldInfo field)
            {
                Add(used, field.FieldType);
            }

            if (member is MethodBase method)
            {
                AddMethod(used, method);
            }
        }

        return used;
    }

    private static void AddMethod(HashSet<Type> used, MethodBase method)
    {
        Add(used, (method as MethodInfo)?.ReturnType);
        foreach (var parameter in method.GetParameters())
        {
            Add(used, parameter.ParameterType);
        }

        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        foreach (var local in body.LocalVariables)
        {
            Add(used, local.LocalType);
        }

        foreach (var member in MembersIn(body.GetILAsByteArray()!, method))
        {
            Add(used, member as Type ?? member.DeclaringType);
            if (member is MethodInfo { IsGenericMethod: true } generic)
            {
                foreach (var argument in generic.GetGenericArguments())
                {
                    Add(used, argument);
                }
            }
        }
    }

    private static void Add(HashSet<Type> used, Type? type)
    {
        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        if (type.HasElementType)
        {
            Add(used, type.GetElementType());
        }

        foreach (var argument in type.GetGenericArguments())
        {
            Add(used, argument);
        }

        if (type.Assembly == typeof(RequestContext).Assembly && FolderOf(type) is not null)
        {
            used.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
        }
    }

    /// <summary>Every type, method and field that the instructions name.</summary>
    private static IEnumerable<MemberInfo> MembersIn(byte[] instructions, MethodBase method)
    {
        var typeArguments = method.DeclaringType!.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (var at = 0; at < instructions.Length;)
        {
            var code = instructions[at] == 0xFE ? OpCodesByValue[(short)(0xFE00 | instructions[at + 1])] : OpCodesByValue[instructions[at]];
            at += code.Size;
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    if (method.Module.ResolveMember(BitConverter.ToInt32(instructions, at), typeArguments, methodArguments) is { } member)
                    {
                        yield return member;
                    }

                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(instructions, at));
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at += 1;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }
}
