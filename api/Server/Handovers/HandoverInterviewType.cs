using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;

namespace Integration.Graph.Server.Handovers;

/// <summary>The interview at which the person is asked whether they want contact with Red Cross volunteers.</summary>
[ObjectType<HandoverInterview>]
internal static class HandoverInterviewType
{
    /// <summary>Day on which the interview was held.</summary>
    public static Expression<Func<HandoverInterview, DateOnly>> HeldOn => i => i.HeldOn;

    /// <summary>The person's answer.</summary>
    public static Expression<Func<HandoverInterview, ContactAnswer>> Answer => i => i.Answer;

    /// <summary>Language in which the interview was held.</summary>
    public static Computed<HandoverInterview, Language> Language => Computed.Of(
        (HandoverInterview i) => i.LanguageCode, (code, context) => context.Service<ReferenceTables>().Language(code)!);

    /// <summary>Whether an interpreter translated.</summary>
    public static Expression<Func<HandoverInterview, bool>> Interpreter => i => i.Interpreter;

    /// <summary>Activity types that the person wished for.</summary>
    public static Computed<HandoverInterview, IReadOnlyList<ActivityType>> Wishes => Computed.Of(
        (HandoverInterview i) => i.Wishes, (keys, context) => context.Service<ReferenceTables>().ActivityTypesOf(keys));
}
