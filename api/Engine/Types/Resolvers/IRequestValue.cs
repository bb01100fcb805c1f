namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>A parameter type of resolvers whose value is made from the request, instead of coming from the services.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IRequestValue<out TSelf>
{
    /// <summary>Returns the value for one call of a resolver.</summary>
    static abstract TSelf Of(RequestContext context);
}
