using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WalletKit.AspNetCore.Endpoints;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore;

/// <summary>Gives a host's own endpoints the same answers to exceptions as the endpoints of WalletKit.</summary>
public static class WalletProblemExtensions
{
    /// <summary>Answers each <see cref="WalletException"/> that leaves an endpoint of the host with problem details.</summary>
    /// <remarks>
    /// The answer has the status, <c>code</c> and <c>field</c>, and no stack trace. It works behind <c>app.UseExceptionHandler()</c>, for every kind of endpoint,
    /// and in place of the page for developers. Call this method before the registration of the host's own handlers that take every exception. A store's own
    /// message is logged, and is not in the answer.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    public static IServiceCollection AddWalletProblemDetails(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        // Without it, UseExceptionHandler() asks for a path of its own.
        services.AddProblemDetails();
        services.TryAddSingleton<HostProblem>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, WalletExceptionHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeveloperPageExceptionFilter, WalletExceptionHandler>());
        return services;
    }

    /// <summary>Answers each <see cref="WalletException"/> of one endpoint, or of a group of minimal APIs, with problem details.</summary>
    /// <remarks>No exception handler around the endpoints is needed. The answers are those of <see cref="AddWalletProblemDetails"/>.</remarks>
    /// <param name="builder">The endpoint or the group.</param>
    /// <exception cref="InvalidOperationException">When the endpoints are built: <see cref="AddWalletProblemDetails"/> was not called.</exception>
    public static TBuilder WithWalletProblemDetails<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilterFactory(static (context, next) =>
        {
            var problems = context.ApplicationServices.GetService<HostProblem>()
                ?? throw new InvalidOperationException($"Call services.{nameof(AddWalletProblemDetails)}() before {nameof(WithWalletProblemDetails)}().");
            return invocation => new HostProblemFilter(problems).InvokeAsync(invocation, next);
        });
}
