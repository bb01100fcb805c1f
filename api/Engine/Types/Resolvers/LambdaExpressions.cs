using System.Linq.Expressions;

namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>Composes lambda expressions.</summary>
public static class LambdaExpressions
{
    /// <summary>Returns the body of a lambda expression with its parameters replaced by expressions.</summary>
    /// <param name="lambda">The lambda expression.</param>
    /// <param name="arguments">One expression for each parameter, of its type.</param>
    public static Expression Inline(this LambdaExpression lambda, params IReadOnlyList<Expression> arguments) =>
        new Replacement(lambda.Parameters, arguments).Visit(lambda.Body);

    private sealed class Replacement(IReadOnlyList<ParameterExpression> parameters, IReadOnlyList<Expression> arguments) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node)
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                if (parameters[i] == node)
                {
                    return arguments[i];
                }
            }

            return node;
        }
    }
}
