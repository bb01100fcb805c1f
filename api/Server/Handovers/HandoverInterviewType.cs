using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Handovers;

/// <summary>The talk at which everyone is asked whether they want contact.</summary>
[ObjectType<HandoverInterview>]
internal static class HandoverInterviewType
{
    /// <summary>The day.</summary>
    public static Expression<Func<HandoverInterview, DateOnly>> HeldOn => i => i.HeldOn;

    /// <summary>What the person answered.</summary>
    public static Expression<Func<HandoverInterview, ContactAnswer>> Answer => i => i.Answer;

    /// <summary>The language of the talk.</summary>
    public static Computed<HandoverInterview, Language> Language => Computed.Of(
        (HandoverInterview i) => i.LanguageCode, (code, context) => context.Service<ReferenceData>().Language(code)!);

    /// <summary>Whether an interpreter took part.</summary>
    public static Expression<Func<HandoverInterview, bool>> Interpreter => i => i.Interpreter;

    /// <summary>Kinds of activities wished for.</summary>
    public static Computed<HandoverInterview, IReadOnlyList<ActivityType>> Wishes => Computed.Of(
        (HandoverInterview i) => i.Wishes, (keys, context) => context.Service<ReferenceData>().ActivityTypesOf(keys));
}
