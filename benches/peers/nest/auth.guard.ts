/**
 * Lets a request through whose token is signed with the secret, and has not ended.
 */
import { type CanActivate, type ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common'
import { JwtService } from '@nestjs/jwt'
import type { FastifyRequest } from 'fastify'

export type Authenticated = FastifyRequest & { user: { sub: string; role: string } }

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private jwtService: JwtService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Authenticated>()
    const [scheme, token] = request.headers.authorization?.split(' ') ?? []
    if (scheme !== 'Bearer' || !token) throw new UnauthorizedException()
    try {
      request.user = await this.jwtService.verifyAsync(token)
    } catch {
      throw new UnauthorizedException()
    }
    return true
  }
}
