using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Sharing;

/// <summary>Registers the access rules.</summary>
internal static class SharingRegistration
{
    /// <summary>Adds the access rules and what they depend on: the request's caller and its moment.</summary>
    public static void AddSharing(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentCaller>();
        services.AddScoped(provider =>
            provider.GetRequiredService<CurrentCaller>().Value ?? provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.GetCaller());
        services.AddScoped<RequestMoment>();
        services.AddScoped<AccessExplainer>();
        services.AddSingleton<IAccessPolicy, SharingPolicy>();
    }
}
